import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Stack } from '../../../dev/testing/gateway-stack.ts';
import { allScopes, fullKey, startPartners } from '../../../dev/testing/partner-stack.ts';
import { remembering, sdks, signInAndAllow } from '../../../dev/testing/sdk-clients.ts';

let stack: Stack;
let registrations: number;
beforeAll(async () => {
  stack = await startPartners({ behaviours: { registrationIsWithinTheLimit: () => registrations++ < 100 } });
});
beforeEach(() => {
  registrations = 0;
});
afterAll(() => stack.close());

const tools = [
  'list_traders',
  'list_assets',
  'list_events',
  'list_messages',
  'list_open_positions',
  'list_valid_closed_positions',
  'get_trader_stats',
  'get_asset_stats',
];

/** With a document of its own too, where no such is taken: it registers like the others. */
const cases = Object.entries(sdks).flatMap(([name, sdk]) => [
  [name, undefined, sdk] as const,
  [`${name}, with a document`, 'https://app.example/client.json', sdk] as const,
]);

test.each(cases)(
  'CE-1: %s needs the MCP URL alone, and registers once',
  async (_name, document, { connect, finish }) => {
    const { mcpUrl } = stack.gateway;
    const { provider, kept } = remembering('none', document);
    const first = await connect(mcpUrl, provider);
    expect(first.outcome).toBe(UnauthorizedError.name);
    expect(kept.asked!.searchParams.get('scope')).toBe(allScopes);
    expect(kept.client!.client_id).not.toBe(document);
    await finish(first, await signInAndAllow(stack, kept.asked!.href));

    const second = await connect(mcpUrl, provider);
    expect(second.outcome).toBe('connected');
    expect((await second.client.listTools()).tools.map(({ name }) => name)).toEqual(tools);
    const listed = await second.client.callTool({ name: 'list_traders', arguments: {} });
    expect(listed.structuredContent).toMatchObject({ results: [{ id: 'trd_alder' }, {}, {}] });
    expect((await second.client.listResources()).resources).toHaveLength(2);
    await second.client.close();
    // The token has expired meanwhile: the client that is known already refreshes, and nobody is asked.
    stack.clock.advance(3_601_000);
    const third = await connect(mcpUrl, provider);
    expect(third.outcome).toBe('connected');
    expect((await third.client.callTool({ name: 'list_assets', arguments: {} })).isError).toBeUndefined();
    await third.client.close();
    expect([registrations, kept.signIns]).toEqual([1, 1]);
  },
);

test('CE-4: both take a key as a fixed header, and never sign in', async () => {
  const requestInit = { headers: { authorization: `Bearer ${fullKey}` } };
  const url = new URL(stack.gateway.mcpUrl);
  const stateful = new Client({ name: 'test', version: '1' });
  await stateful.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  expect((await stateful.listTools()).tools.map(({ name }) => name)).toEqual(tools);
  await stateful.close();
  const stateless = new StatelessClient({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await stateless.connect(new StatelessTransport(url, { requestInit }));
  expect((await stateless.callTool({ name: 'list_traders', arguments: {} })).isError).toBeUndefined();
  await stateless.close();
});
