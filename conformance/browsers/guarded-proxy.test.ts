import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createGuard } from '../wire/guard.ts';
import { startGuardedProxy } from './guarded-proxy.ts';

const heard: string[] = [];
async function serve(words: string): Promise<{ port: number; close(): void }> {
  const server = createServer((req, res) => {
    heard.push(`${words}: ${req.method} ${req.url}`);
    res.end(words);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close().closeAllConnections() };
}

const [target, inner] = await Promise.all([serve('the target'), serve('an inner service')]);
const guard = createGuard({ target: `http://127.0.0.1:${target.port}/mcp`, counts: 'outside' });
const proxy = await startGuardedProxy(guard);
afterAll(() => [proxy, target, inner].forEach((one) => void one.close()));

/** What comes back for this request line at the proxy; nothing where the connection is cut. */
const through = (path: string, method = 'GET'): Promise<string | undefined> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(proxy.url);
    const asked = request({ hostname, port, path, method, agent: false }, (res) => {
      let body = '';
      res.on('data', (part) => {
        body += part;
      });
      res.on('end', () => resolve(body));
    });
    asked.on('connect', (res, socket) => {
      socket.destroy();
      resolve(String(res.statusCode));
    });
    asked.on('error', () => resolve(undefined));
    asked.end();
  });

test('a browser gets to the target, and to no inner service', async () => {
  expect(await through(`http://127.0.0.1:${target.port}/page?a=1`)).toBe('the target');
  expect(await through(`127.0.0.1:${target.port}`, 'CONNECT')).toBe('200');
  for (const host of ['127.0.0.1', 'localhost', '127.0.0.2', '[::ffff:127.0.0.1]']) {
    expect(await through(`http://${host}:${inner.port}/secret`)).toBeUndefined();
    expect(await through(`${host}:${inner.port}`, 'CONNECT')).toBeUndefined();
  }
  expect(await through('/secret')).toBeUndefined();
  expect(heard).toEqual(['the target: GET /page?a=1']);
});
