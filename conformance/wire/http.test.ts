import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp, createPool } from './http.ts';
import { createRecorder, wasLeftOpen } from './recorder.ts';
import { CUT } from './why-none.ts';

const answer = '{"jsonrpc":"2.0","id":1,"result":{}}';
const pool = createPool(undefined, { budget: { linger: 40 } });
const recorder = createRecorder();
const http = createHttp(recorder, pool, () => 'gateway');
let server: Server;
let url: string;
let saySomething: () => void;
let say: (part: Buffer) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/counts') {
      let size = 0;
      request.on('data', (part: Buffer) => {
        size += part.length;
      });
      request.on('end', () => response.end(`${size} ${request.headers['content-length']}`));
      return;
    }
    if (request.url === '/refuses') {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const stays = request.url === '/stays';
    response.writeHead(200, { 'content-type': 'Text/Event-Stream; charset=utf-8' });
    if (request.url === '/late') {
      saySomething = () => response.end(': at last\n\n');
      return response.flushHeaders();
    }
    if (request.url === '/split') {
      say = (part) => void response.write(part);
      return response.flushHeaders();
    }
    response.write(': hello\n\nid: 0\ndata:\n\ndata: 5\n\ndata: null\n\n');
    response.write('event: message\r\ndata: {"jsonrpc":"2.0",\r\ndata: "id":1,"result":{}}\r\n\r\n');
    if (!stays) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await pool.close();
});

test.each([
  ['/ends', false],
  ['/stays', true],
])('the answer in a stream is read, and whether the stream ends is noted: %s', async (path, isOpen) => {
  const { messages, rpc, exchange } = await http.send({ url: url + path });
  expect(messages()).toHaveLength(1);
  expect(rpc()).toEqual(JSON.parse(answer));
  expect(wasLeftOpen(recorder.exchanges[exchange - 1]!)).toBe(isOpen);
});

test('who has kept several streams open is not waited for as long', async () => {
  const { breaker, budget } = pool;
  for (let n = 0; n < budget.deaths; n++) await http.send({ url: `${url}/stays` });
  expect(breaker.linger()).toBeLessThan(budget.linger / 2);
});

test('a letter that comes in two parts is one letter', async () => {
  const { next, close } = await http.open({ url: `${url}/split` });
  const [first, ...others] = Buffer.from('ä\n\n');
  say(Buffer.from([first!]));
  expect(await next()).toBe('');
  say(Buffer.from(others));
  expect(await next()).toBe('ä\n\n');
  close();
});

test('what comes after one gave up waiting is heard by whoever listens next', async () => {
  const { next, close } = await http.open({ url: `${url}/late` });
  expect(await next(0)).toBe('silent');
  saySomething();
  expect(await next()).toBe(': at last\n\n');
  expect(await next()).toBe('ended');
  close();
});

test('who has patience for so long waits no longer, and blames nobody', async () => {
  for (let n = 0; n < 5; n++) {
    const sent = http.send({ url: `${url}/late`, patience: 20 });
    await expect(sent).rejects.toThrow(/no whole answer came in time/);
  }
});

test('spaces behind a body are sent, counted in its length, and kept in no record', async () => {
  const { text, exchange } = await http.send({ url: `${url}/counts`, body: '{"ä":1}', spaces: 200_000 });
  expect(text).toBe('200008 200008');
  expect(recorder.exchanges[exchange - 1]!.request.body).toBe('{"ä":1}');
});

test('who refuses a long body before it is there is heard, or is seen to hang up', async () => {
  for (let n = 0; n < 5; n++) {
    const sent = http.send({ url: `${url}/refuses`, body: '{}', spaces: 6_000_000, isRaced: true });
    const came = await sent.then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    if (came !== 413) expect(came).toContain(CUT);
  }
});

test('one check does not read for ever', async () => {
  const budget = { together: 20 };
  const greedy = createHttp(createRecorder(), createPool(undefined, { budget }), () => 'gateway');
  expect((await greedy.get(`${url}/refuses`)).status).toBe(413);
  expect((await greedy.send({ url: `${url}/counts`, body: 'x' })).text).toBe('1 1');
  await greedy.get(`${url}/`);
  await expect(greedy.get(`${url}/`)).rejects.toThrow('more than 20 characters');
});
