import nock from 'nock';
import supertest from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEndpoint } from '../../dev/testing/mcp-endpoint.ts';
import { rpc, stateless } from '../../dev/testing/mcp-requests.ts';

let gateway: Awaited<ReturnType<typeof startEndpoint>>;

beforeEach(async () => {
  gateway = await startEndpoint('static-client');
  gateway.allow('ann', ['market:information']);
});
afterEach(async () => {
  await gateway.close();
  nock.cleanAll();
});

const list = () => stateless(gateway, 'ann', 'tools/list');

test('server/discover says what is served', async () => {
  const { body } = await stateless(gateway, 'ann', 'server/discover');
  expect(body.result).toMatchObject({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
  expect(body.result.capabilities.tools.listChanged).toBeUndefined();
});

test('a list is complete, private and not to be kept', async () => {
  const { body, headers } = await list();
  expect(body.result).toMatchObject({ resultType: 'complete', ttlMs: 0, cacheScope: 'private' });
  expect(headers['mcp-session-id']).toBeUndefined();
  expect(headers['cache-control']).toBe('no-store');
});

test('missing and contradicting headers are -32020', async () => {
  for (const header of ['MCP-Protocol-Version', 'Mcp-Method']) {
    const answer = await list().unset(header);
    expect([header, answer.status, answer.body.error?.code]).toEqual([header, 400, -32020]);
  }
  const other = await list().set('Mcp-Method', 'tools/call');
  expect([other.status, other.body.error.code]).toEqual([400, -32020]);
  const params = { name: 'get_quote', arguments: { symbol: 'AAPL' } };
  const unnamed = await stateless(gateway, 'ann', 'tools/call', params).unset('Mcp-Name');
  const misnamed = await stateless(gateway, 'ann', 'tools/call', params).set('Mcp-Name', 'place_order');
  expect([unnamed.body.error.code, misnamed.body.error.code]).toEqual([-32020, -32020]);
});

test('a name that was encoded is compared after decoding', async () => {
  const encoded = `=?base64?${Buffer.from('no_such_tool').toString('base64')}?=`;
  const answer = await stateless(gateway, 'ann', 'tools/call', { name: 'no_such_tool' }).set('Mcp-Name', encoded);
  expect([answer.status, answer.body.error.code]).toEqual([200, -32602]);
});

test('an unsupported version is -32022 and names those that are served', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2099-01-01',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const answer = await list()
    .set('MCP-Protocol-Version', '2099-01-01')
    .send({ ...rpc('tools/list'), params: { _meta: meta } });
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatchObject({ code: -32022, data: { supported: ['2026-07-28'] } });
});

test('a request without its _meta is -32602, an unknown method 404', async () => {
  const bare = await list().send(rpc('tools/list', {}));
  const unknown = await stateless(gateway, 'ann', 'no/such');
  expect([bare.status, bare.body.error.code]).toEqual([400, -32602]);
  expect([unknown.status, unknown.body.error.code]).toEqual([404, -32601]);
});

test('a malformed notification is refused', async () => {
  const post = supertest(gateway.url).post('').auth('ann', { type: 'bearer' });
  expect((await post.send({ jsonrpc: '1.0', method: 'notifications/initialized' })).status).toBe(400);
});

test('arguments that do not fit are a tool error that says what would', async () => {
  const params = { name: 'get_quote', arguments: { symbol: 'aapl', extra: 1 } };
  const { body } = await stateless(gateway, 'ann', 'tools/call', params);
  expect(body.result.isError).toBe(true);
  expect(body.result.content[0].text).toMatch(/symbol: must be a ticker symbol/);
});
