import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../dev/testing/gateway-client.ts';
import { hooksToken, type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';

let stack: Stack;
let client: Client;
let account: string;

beforeAll(async () => {
  stack = await startStack('dynamic-client', { settings: { burst: 1000 } });
  const { accessToken } = await connect(stack, { scope: 'mcp:trade', choose: 'mcp:trade' });
  client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const requestInit = { headers: { authorization: `Bearer ${accessToken}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), { requestInit }));
  await client.listTools();
  const { accounts } = await call('ListAccounts');
  account = (accounts as { name: string }[])[0]!.name;
});
afterAll(async () => {
  await client.close();
  await stack.close();
});

/** Calls a tool through the SDK's client, which holds the answer against the tool's output schema. */
async function call(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const result = await client.callTool({ name, arguments: args });
  const [{ text }] = result.content as unknown as [{ text: string }];
  if (result.isError) return JSON.parse(text);
  expect(JSON.parse(text)).toEqual(result.structuredContent);
  return result.structuredContent as Record<string, unknown>;
}

const writes = async () => {
  const { body } = await supertest(stack.broker.origin)
    .get('/test-hooks/journal')
    .set('Authorization', `Bearer ${hooksToken}`);
  return body.entries.filter((entry: { method: string }) => entry.method !== 'GET');
};

test('the verify prompt reads the connection, the accounts, positions and orders, and writes nothing', async () => {
  const before = (await writes()).length;
  expect(await call('GetMcpCapabilities')).toMatchObject({ addon_version: '1.13.0' });
  expect(await call('McpSelfTest')).toMatchObject({ ok: true });
  expect(await call('GetConnections')).toEqual({ connections: [{ name: 'NinjaTrader', status: 'Connected' }] });
  expect(await call('GetAccountSummary', { account })).toMatchObject({ account, currency: 'USD' });
  expect(await call('ListPositions', { account })).toMatchObject({ account });
  expect(await call('ListOrders', { account })).toEqual({ account, orders: [] });
  expect((await writes()).length).toBe(before);
});

test('quotes and bars have prices as strings', async () => {
  const { bid } = await call('GetQuote', { instrument: 'AAPL' });
  expect(bid).toMatch(/^\d+(\.\d+)?$/);
  const { bars } = (await call('GetBars', { instrument: 'AAPL', limit: 2 })) as { bars: object[] };
  expect(bars.length).toBeGreaterThan(0);
});

test('an order is placed, found, changed and cancelled', async () => {
  const order = { account, instrument: 'AAPL', side: 'Buy', type: 'Limit', quantity: 10, limit_price: '1.00' };
  const placed = await call('PlaceOrder', { ...order, client_order_id: 'mine' });
  expect(placed).toMatchObject({ client_order_id: 'mine', account, side: 'Buy', type: 'Limit', quantity: '10' });
  expect(await call('GetOrder', { account, client_order_id: 'mine' })).toMatchObject({ order_id: placed.order_id });
  const changed = await call('Change', { account, order_id: placed.order_id, limit_price: '2' });
  expect(changed).toMatchObject({ limit_price: '2' });
  expect(await call('CancelOrder', { account, order_id: changed.order_id })).toMatchObject({ failed: [] });
  await call('PlaceOrder', order);
  const all = (await call('CancelAllOrders', { account })) as { cancelled: string[] };
  expect(all.cancelled).toHaveLength(1);
});

test('the brokerage’s refusal is a tool error with its status and code', async () => {
  const order = { account, instrument: 'AAPL', side: 'Buy', type: 'Limit', quantity: 2000, limit_price: '200.00' };
  expect(await call('PlaceOrder', order)).toMatchObject({ error: { status: 403, code: 40310000 } });
  expect(await call('GetOrder', { account, order_id: 'no-such' })).toMatchObject({ error: { status: 404 } });
  expect(await call('ListOrders', { account: 'other' })).toMatchObject({ error: { code: 'invalid_account' } });
  expect(await call('PlaceOrder', { ...order, type: 'Market' })).toMatchObject({
    error: { code: 'invalid_arguments' },
  });
});

test('positions are closed, reversed and flattened', async () => {
  const bought = await call('PlaceOrder', { account, instrument: 'MSFT', side: 'Buy', type: 'Market', quantity: 1 });
  expect(bought.error).toBeUndefined();
  stack.clock.advance(2_000);
  const closed = await call('ClosePosition', { account, instrument: 'MSFT' });
  expect(closed).toMatchObject({ instrument: 'MSFT', side: 'Sell', type: 'Market' });
  stack.clock.advance(2_000);
  const { executions } = (await call('ListExecutions', { account })) as { executions: object[] };
  expect(executions.length).toBeGreaterThanOrEqual(2);
  const reversed = await call('Reverse', { account, instrument: 'AAPL' });
  expect(reversed).toMatchObject({ closing: { side: 'Sell' } });
  stack.clock.advance(2_000);
  expect(await call('Flatten', { account })).toMatchObject({ account, not_closed: [] });
});

test('scripts compile and alerts are shown on the add-on', async () => {
  expect(await call('CompileNinjaScript', { source: 'class A { }' })).toMatchObject({ success: true, name: 'A' });
  expect(await call('CompileNinjaScript', { source: 'class A {' })).toMatchObject({ success: false });
  expect(await call('EmitMcpAlert', { message: 'Hello' })).toMatchObject({ message: 'Hello', delivered: true });
});

test('scripts are written, tested, deployed and stopped, and what the add-on did is told', async () => {
  expect(await call('ListBacktests')).toEqual({ backtests: [] });
  await call('WriteSourceFile', { name: 'Mine.cs', source: 'class Mine {}' });
  const { files } = (await call('ListSourceFiles')) as { files: { name: string }[] };
  expect(files.map(({ name }) => name)).toEqual(['SampleStrategy.cs', 'Mine.cs']);
  const result = await call('RunBacktest', { strategy: 'Mine.cs', instrument: 'AAPL' });
  expect(result).toMatchObject({ strategy: 'Mine.cs', instrument: 'AAPL' });
  expect(await call('ListBacktests')).toEqual({ backtests: [result] });
  expect(await call('DeployStrategy', { strategy: 'Mine.cs' })).toMatchObject({ account, state: 'running' });
  expect(await call('StopStrategy', { strategy: 'Mine.cs' })).toMatchObject({ state: 'stopped' });
  expect(JSON.stringify(await call('DeployStrategy', { strategy: 'Nobody.cs' }))).toContain(
    'there is no file Nobody.cs',
  );
  const { activity } = (await call('ListAddonActivity')) as { activity: { action: string }[] };
  expect(activity.map(({ action }) => action).slice(-4)).toEqual(['write_file', 'run_backtest', 'deploy', 'stop']);
});

test('webhooks, watermarks and the journal of fills can be read', async () => {
  expect(await call('ListWebhooks')).toEqual({ webhooks: [] });
  expect(await call('ListWatermarks')).toMatchObject({ watermarks: [{ account }] });
  expect(await call('ListJournal')).toHaveProperty('entries');
});
