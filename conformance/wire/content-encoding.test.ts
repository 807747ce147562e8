import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUDGET } from './budget.ts';
import { createHttp, createPool } from './http.ts';
import { createRecorder } from './recorder.ts';

const words = Buffer.from('{"tools":[]}');
const bomb = Buffer.alloc(BUDGET.bytes * 20);
const answers: Record<string, [string | undefined, Buffer]> = {
  plain: [undefined, words],
  identity: ['identity', words],
  gzip: ['gzip', gzipSync(words)],
  'in capitals': ['GZIP', gzipSync(words)],
  deflate: ['deflate', deflateSync(words)],
  br: ['br', brotliCompressSync(words)],
  'one over the other': ['gzip, br', brotliCompressSync(gzipSync(words))],
  'nothing in gzip': ['gzip', Buffer.alloc(0)],
  'not gzip': ['gzip', words],
  'not br': ['br', words],
  'deflate without its frame': ['deflate', deflateRawSync(words)],
  'nobody accepted it': ['zstd', words],
  'gzip bomb': ['gzip', gzipSync(bomb)],
  'br bomb': ['br', brotliCompressSync(bomb)],
  'many times': ['gzip, gzip, gzip, gzip', words],
};

const pool = createPool();
const recorder = createRecorder();
const http = createHttp(recorder, pool, () => 'gateway');
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [coding, body] = answers[decodeURIComponent(request.url!.slice(1))]!;
    response.writeHead(200, coding === undefined ? {} : { 'content-encoding': coding }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await pool.close();
});

const get = (what: string) => http.get(`${url}/${encodeURIComponent(what)}`);

test('what real clients accept is accepted', async () => {
  await get('plain');
  expect(recorder.exchanges.at(-1)?.request.headers['accept-encoding']).toBe('gzip, deflate, br');
});

test.each(['plain', 'identity', 'gzip', 'in capitals', 'deflate', 'br', 'one over the other'])(
  'an answer is read as it was before it was coded: %s',
  async (what) => expect((await get(what)).json()).toEqual({ tools: [] }),
);

test('nothing is nothing in every coding', async () => expect((await get('nothing in gzip')).text).toBe(''));

test.each([
  ['not gzip', 'Content-Encoding: gzip, and a body that is none'],
  ['not br', 'Content-Encoding: br, and a body that is none'],
  ['deflate without its frame', 'Content-Encoding: deflate, and a body that is none'],
  ['nobody accepted it', 'Content-Encoding: zstd'],
  ['many times', 'Content-Encoding: gzip, gzip, gzip, gzip'],
  ['gzip bomb', 'a longer one'],
  ['br bomb', 'a longer one'],
])('%s is a finding', async (what, seen) => expect(get(what)).rejects.toMatchObject({ seen }));

test('a stream that is opened is decoded, too', async () => {
  const opened = await http.open({ url: `${url}/gzip` });
  expect(await opened.next()).toBe(words.toString());
  opened.close();
});
