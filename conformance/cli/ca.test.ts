import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { certificate, key } from '../../dev/testing/self-signed.ts';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';

async function secured(): Promise<string> {
  const server = createServer({ key, cert: certificate }, (_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

test('a certificate that nobody vouches for leads to --ca, and --ca leads on', async () => {
  const url = await secured();
  const { code, err } = await type(['connect', url]);
  expect(code).toBe(3);
  expect(err).toContain('this machine does not know who signed its certificate; --ca FILE names who did (PEM)');
  const file = join(temporaryFolder(), 'ca.pem');
  writeFileSync(file, certificate);
  expect((await type(['connect', url, '--ca', file])).err).toContain('is not an MCP server: it answered 404');
});

test('a file without a certificate is a mistake', async () => {
  const { code, err } = await type(['connect', 'https://127.0.0.1:9/mcp', '--ca', 'package.json']);
  expect([code, err]).toEqual([2, 'openbell: package.json holds no certificate in PEM\n']);
});
