import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type } from '../../dev/testing/terminal.ts';
import { Blocked, Untestable, Violation } from '../vocabulary/expect.ts';
import { whyStopped } from './connect-steps.ts';

/** A gateway without registration, that answers a call without a token with this challenge. */
async function challenging(challenge: string): Promise<string> {
  const server = createServer((request, response) => {
    const { origin } = new URL(`http://${request.headers.host}`);
    const documents: Record<string, object> = {
      '/.well-known/oauth-protected-resource/mcp': { resource: `${origin}/mcp`, authorization_servers: [origin] },
      '/.well-known/oauth-authorization-server': { issuer: origin, authorization_endpoint: `${origin}/authorize` },
    };
    const document = documents[request.url!];
    if (document) response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
    else response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

test('a challenge of another scheme is where it stops', async () => {
  const { code, out } = await type(['connect', await challenging('Basic realm="gateway"')]);
  expect(code).toBe(1);
  expect(out).toContain(
    'stops  asks the URL without a token: expected a Bearer challenge, which OAuth needs, seen only Basic',
  );
});

test('a Bearer challenge may stand beside another', async () => {
  const { out } = await type(['connect', await challenging('Basic realm="gateway", Bearer realm="gateway"')]);
  expect(out).toContain('ok     asks the URL without a token: 401 with a Bearer challenge');
});

test('a profile that is not that of the gateway is where it stops', async () => {
  const { code, out } = await type(['connect', await challenging('Bearer'), '--profile', 'dynamic-client']);
  expect(code).toBe(1);
  expect(out).toContain('stops  gets a Client ID: expected registration, as in the profile dynamic-client');
});

test.each([
  [new Violation('a code', 'nothing'), 1, 'expected a code, seen nothing'],
  [new Blocked('no tokens'), 1, 'no tokens'],
  [
    new Untestable('needs a user in the configuration'),
    3,
    'needs a user in the configuration; “openbell init” explains the configuration',
  ],
  [new Untestable('the server says temporarily_unavailable'), 3, 'the server says temporarily_unavailable'],
  [new Error('test hook POST /keys answered 422'), 3, 'test hook POST /keys answered 422'],
])('%s', (error, exitCode, sentence) => {
  expect(whyStopped(error)).toEqual({ exitCode, sentence });
});
