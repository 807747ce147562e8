import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { readRun } from '../run/read.ts';

/** A gateway that answers like a proxy whose server is not there yet, as often as told, and then, or never, as one. */
async function starting(refusals: number, then: 'wants a token' | 'says nothing') {
  let asked = 0;
  const server = createServer((_, res) => {
    if (++asked <= refusals) res.writeHead(502).end();
    else if (then === 'wants a token') res.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

const check = (url: string, out: string, ...more: string[]) =>
  type(['check', url, '--out', out, '--depth', 'public', '--only', 'discovery', ...more]);

test('a target that is being started is waited for, and said to be', async () => {
  const url = await starting(12, 'wants a token');
  const out = temporaryFolder();
  const { err } = await check(url, out, '--wait', '60s');
  expect(err).toContain(`waiting for ${url}, up to 60 s`);
  expect(readRun(join(out, 'run.json')).checks.length).toBeGreaterThan(0);
});

test('one that never starts is told with what it said last, and how long it was waited for', async () => {
  const url = await starting(Number.POSITIVE_INFINITY, 'wants a token');
  const { code, err } = await check(url, temporaryFolder(), '--wait', '1s');
  expect(code).toBe(3);
  expect(err).toContain('answered 502');
  expect(err).toContain('(waited 1 s for it)');
});

test('a run that comes to no end ends with what it knows, and says why', async () => {
  const url = await starting(0, 'says nothing');
  const out = temporaryFolder();
  const { code } = await check(url, out, '--timeout', '1s');
  expect(code).toBe(3);
  expect(readRun(join(out, 'run.json'))).toMatchObject({
    complete: false,
    incompleteBecause: `${url} had not answered when the 1s of --timeout were over`,
  });
});
