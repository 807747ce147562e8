import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { redirect } from './behaviour.ts';
import { few } from './few.ts';
import { type Hostile, json, resourceMetadata, serverMetadata } from './gateway.ts';
import { gradeHostile } from './grade.ts';

// A gateway that counts as one of the outside, and leads to a service on this machine.

const WORDS = 'words of an inner service';
const heard: string[] = [];
const inner = createServer((req, res) => {
  heard.push(`${req.method} ${req.url}`);
  res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ error: WORDS, issuer: WORDS }));
});
await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
const place = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`;
afterAll(() => inner.close().closeAllConnections());
beforeEach(() => heard.splice(0));

const endpoint = (name: string): Hostile => ({
  handles: { server: (res, { origin }) => json(res, 200, { ...serverMetadata(origin), [name]: `${place}/${name}` }) },
});

test.each<[string, Hostile]>([
  [
    'resource metadata',
    { handles: { mcp: (res) => json(res, 401, {}, { 'www-authenticate': `Bearer resource_metadata="${place}/x"` }) } },
  ],
  [
    'an authorization server',
    {
      handles: {
        resource: (res, { origin }) => json(res, 200, { ...resourceMetadata(origin), authorization_servers: [place] }),
      },
    },
  ],
  ['an authorization endpoint', endpoint('authorization_endpoint')],
  ['a token endpoint', endpoint('token_endpoint')],
  ['a registration endpoint', endpoint('registration_endpoint')],
  ['a redirect of its page', { handles: { authorize: redirect(`${place}/page?{n}`) } }],
  [
    'a redirect of its page to a name',
    { handles: { authorize: redirect(`${place.replace('127.0.0.1', 'localhost')}/page?{n}`) } },
  ],
])('%s on this machine is not asked, and the report says so', async (_, hostile) => {
  const { code, run, outputs } = await gradeHostile(hostile, few, {}, 'outside');
  expect(heard).toEqual([]);
  expect(code).not.toBe(0);
  expect(JSON.stringify([run.checks, run.targets])).toContain('does not lead there: it was not asked');
  for (const text of Object.values(outputs)) expect(text).not.toContain(WORDS);
});

test('a gateway on this machine leads to others there', async () => {
  await gradeHostile(endpoint('registration_endpoint'), few, {});
  expect(heard).toContain('POST /registration_endpoint');
});
