import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { certificate, key } from '../../dev/testing/self-signed.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { readRun } from '../run/read.ts';

describe('a target that cannot be graded exits with 3, and its report says why', () => {
  /** The origin of a server that is gone after the test. */
  async function listening(server: Server, scheme = 'http'): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function answering(status: number, type: string, body: string, more = {}): Promise<string> {
    const headers = { 'content-type': type, ...more };
    const server = createServer((_, response) => response.writeHead(status, headers).end(body));
    return `${await listening(server)}/mcp`;
  }

  async function grade(url: string, typed = {}, more: string[] = []) {
    const out = temporaryFolder();
    const spoken = await type(['check', url, '--out', out, ...more], typed);
    const run = readRun(join(out, 'run.json'));
    expect(spoken.code).toBe(3);
    expect(run).toMatchObject({ schema: 'openbell.run/1', complete: false, targets: [{ url }], checks: [] });
    expect(existsSync(join(out, 'index.html'))).toBe(true);
    return { ...spoken, why: run.incompleteBecause };
  }

  test('nothing listens', async () => {
    const { err, why } = await grade('http://127.0.0.1:9/mcp');
    expect(why).toBe('http://127.0.0.1:9/mcp cannot be reached: nothing listens there');
    expect(err).toContain(why);
  });

  test('a server without TLS', async () => {
    const url = (await answering(200, 'text/plain', 'hello')).replace('http:', 'https:');
    const { why } = await grade(url);
    expect(why).toBe(`${url} cannot be reached: it does not speak TLS; did you mean ${url.replace('https', 'http')}?`);
  });

  test('one that never answers, when nobody waits any longer', async () => {
    const url = `${await listening(createServer(() => {}))}/mcp`;
    const { why } = await grade(url, { interrupt: true });
    expect(why).toBe(`The run was interrupted before ${url} had answered.`);
  });

  test('a redirect', async () => {
    const url = await answering(308, 'text/plain', '', { location: '/elsewhere?token=secret' });
    expect((await grade(url)).why).toBe(`${url} answered 308: it redirects to ${new URL(url).origin}/elsewhere`);
  });

  test('a website', async () => {
    const { why } = await grade(await answering(200, 'text/html', '<p>Welcome</p>'));
    expect(why).toMatch(/is not an MCP server: it answered 200 with text\/html$/);
  });

  test('an origin alone, where the server is at a usual path', async () => {
    const server = createServer(({ url }, response) => {
      const status = url === '/mcp' ? 401 : 404;
      response.writeHead(status, status === 401 ? { 'www-authenticate': 'Bearer' } : {}).end();
    });
    const origin = await listening(server);
    const { why, err } = await grade(origin);
    expect(why).toContain('it answered 404');
    expect(why).toMatch(new RegExp(`; did you mean ${origin}/mcp\\?$`));
    expect(err).toContain(`did you mean ${origin}/mcp?`);
  });

  test('a certificate that nobody here knows, until --ca names it', async () => {
    const server = createTlsServer({ key, cert: certificate }, (_, response) => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
    });
    const url = `${await listening(server, 'https')}/mcp`;
    const file = join(temporaryFolder(), 'ca.pem');
    writeFileSync(file, certificate);
    expect((await grade(url)).why).toContain('--ca FILE names who did');
    expect((await grade(url, {}, ['--ca', file])).why).toContain('it answered 404 with “nothing here”');
  });

  test('a plain answer that names the right URL is passed on', async () => {
    const { why } = await grade(await answering(404, 'text/plain', 'The MCP URL is https://mcp.example.com/mcp'));
    expect(why).toContain('“The MCP URL is https://mcp.example.com/mcp”');
  });
});
