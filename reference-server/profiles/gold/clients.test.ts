import nock from 'nock';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';
import { remembering, sdkMetadata, sdks, signInAndAllow } from '../../../dev/testing/sdk-clients.ts';

const documentUrl = 'https://app.example/client.json';
let stack: Stack;
let registrations: number;
beforeAll(async () => {
  stack = await startStack('gold', {
    documents: { lookup: async () => ['93.184.216.34'] },
    behaviours: { registrationIsWithinTheLimit: () => registrations++ < 100 },
  });
  nock.enableNetConnect(/^127\.0\.0\.1:/);
});
beforeEach(() => {
  registrations = 0;
});
afterAll(async () => {
  await stack.close();
  nock.cleanAll();
  nock.enableNetConnect();
});

const ways = ['none', 'client_secret_basic', 'client_secret_post', 'a document'];
const cases = Object.entries(sdks).flatMap(([name, sdk]) => ways.map((way) => [name, way, sdk] as const));

test.each(cases)('%s signs in with %s, is told who it is, and refreshes', async (_name, way, { connect, finish }) => {
  const { mcpUrl } = stack.gateway;
  const body = { ...sdkMetadata, client_id: documentUrl };
  nock('https://app.example').get('/client.json').reply(200, body, { 'content-type': 'application/json' });
  const isDocument = way === 'a document';
  const { provider, kept } = remembering(isDocument ? 'none' : way, isDocument ? documentUrl : undefined);
  const first = await connect(mcpUrl, provider);
  expect(first.outcome).toBe('UnauthorizedError');
  expect(kept.client?.client_id === documentUrl).toBe(isDocument);
  await finish(first, await signInAndAllow(stack, kept.asked!.href));

  const { client, outcome } = await connect(mcpUrl, provider);
  expect(outcome).toBe('connected');
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('get_profile');
  const profile = { name: 'get_profile', arguments: {} };
  expect((await client.callTool(profile)).structuredContent).toMatchObject({ email: 'trader@example.com' });
  await client.close();
  stack.clock.advance(3_601_000);
  const later = await connect(mcpUrl, provider);
  expect(later.outcome).toBe('connected');
  expect((await later.client.callTool(profile)).structuredContent).toMatchObject({ email: 'trader@example.com' });
  await later.client.close();
  expect([registrations, kept.signIns]).toEqual([isDocument ? 0 : 1, 1]);
});
