import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { brokerOrigin, startEndpoint } from '../../dev/testing/mcp-endpoint.ts';

let gateway: Awaited<ReturnType<typeof startEndpoint>>;
const me = { id: 'user-ann', name: 'Ann', email: 'ann@example.com', plan: 'elite', trading: true, accounts: [] };
const requestInit = { headers: { authorization: 'Bearer ann' } };

beforeEach(async () => {
  gateway = await startEndpoint('static-client');
  gateway.allow('ann', ['user:information']);
  nock(brokerOrigin, { reqheaders: { authorization: 'Bearer upstream-ann' } })
    .get('/v1/users/me')
    .reply(200, me);
});
afterEach(async () => {
  await gateway.close();
  nock.cleanAll();
});

test("the stateful era serves the SDK's own client", async () => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(gateway.url), { requestInit });
  await client.connect(transport);
  const { tools } = await client.listTools();
  expect(tools.map((tool) => tool.name)).toContain('get_profile');
  const result = await client.callTool({ name: 'get_profile', arguments: {} });
  expect(result.structuredContent).toEqual({ id: 'user-ann', name: 'Ann', email: 'ann@example.com', trading: true });
  await transport.terminateSession();
  await client.close();
});

test.each(['auto', { pin: '2026-07-28' }] as const)(
  "the stateless era serves the SDK's own client: %j",
  async (mode) => {
    const client = new StatelessClient({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StatelessTransport(new URL(gateway.url), { requestInit }));
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toContain('get_profile');
    const result = await client.callTool({ name: 'get_profile', arguments: {} });
    expect(result.structuredContent).toEqual({ id: 'user-ann', name: 'Ann', email: 'ann@example.com', trading: true });
    expect(JSON.parse((result.content as unknown as [{ text: string }])[0].text)).toEqual(result.structuredContent);
    await client.close();
  },
);
