import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../../dev/testing/gateway-stack.ts';
import {
  ask,
  hook,
  mint,
  mintWith,
  oneShare,
  ordersSent,
  startMinting,
  use,
} from '../../../dev/testing/minting-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startMinting();
});
afterEach(() => stack.close());

describe('the whole way', () => {
  it('goes from a minted token over the accounts to one confirmed share', async () => {
    const token = await mint(stack);
    const { result: accounts } = await use(stack, token, 'list_accounts');
    expect(accounts.accounts).toHaveLength(1);
    const { result: prepared } = await use(stack, token, 'create_order', oneShare);
    expect(prepared.summary).toMatch(/^Buy 1 AAPL at the market/);
    expect(await ordersSent(stack)).toEqual([]);
    const { result: confirmed } = await use(stack, token, 'confirm_trade', {
      confirmation_id: prepared.confirmation_id,
    });
    expect(confirmed).toMatchObject({ status: 'submitted', order: { symbol: 'AAPL', qty: '1', side: 'buy' } });
    expect(await ordersSent(stack)).toHaveLength(1);
  });
});

describe('the prompts of the guide', () => {
  it('are all answered', async () => {
    const token = await mint(stack);
    const { result: connections } = await use(stack, token, 'list_connections');
    expect(connections.connections).toMatchObject([{ type: 'trade', status: 'active', broker: 'Kestrel' }]);
    const { result: positions } = await use(stack, token, 'list_positions');
    expect(positions.positions.map(({ symbol }: { symbol: string }) => symbol).sort()).toEqual(['AAPL', 'MSFT']);
    const { result: balances } = await use(stack, token, 'get_balances');
    expect(Number(balances.balances[0].buying_power)).toBeGreaterThan(0);
    const { result: transactions } = await use(stack, token, 'list_transactions');
    expect(transactions.transactions.length).toBeGreaterThan(0);
    const { result: quote } = await use(stack, token, 'get_quote', { symbol: 'AAPL' });
    expect(Number(quote.ask_price)).toBeGreaterThan(0);
  });

  it('among them the last ten filled orders, newest first, and neither more nor others', async () => {
    const token = await mint(stack);
    for (let n = 0; n < 12; n++) {
      const { result } = await use(stack, token, 'create_order', { ...oneShare, qty: String(n + 1) });
      await use(stack, token, 'confirm_trade', { confirmation_id: result.confirmation_id });
      stack.clock.advance(10_000);
    }
    const { result: waits } = await use(stack, token, 'create_order', {
      ...oneShare,
      type: 'limit',
      limit_price: '1.00',
    });
    await use(stack, token, 'confirm_trade', { confirmation_id: waits.confirmation_id });
    stack.clock.advance(60_000);
    const { result } = await use(stack, token, 'list_orders', { status: 'filled', limit: 10 });
    expect(result.orders.map(({ qty }: { qty: string }) => qty)).toEqual([
      '12',
      '11',
      '10',
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
    ]);
    const { result: open } = await use(stack, token, 'list_orders', { status: 'open' });
    expect(open.orders).toHaveLength(1);
  });
});

describe('trading takes the scope and the connection', () => {
  it('and whoever lacks one is told which', async () => {
    const both = await use(stack, await mint(stack), 'create_order', oneShare);
    expect(both.error).toBeUndefined();
    const scopeMissing = await use(stack, await mint(stack, 'tess', { scopes: ['read'] }), 'create_order', oneShare);
    expect(scopeMissing.status).toBe(403);
    expect(scopeMissing.body.error_description).toContain('scope trade');
    expect(scopeMissing.body.error_description).not.toContain('connection');
    const connectionMissing = await use(stack, await mint(stack, 'rob'), 'create_order', oneShare);
    expect(connectionMissing.error.code).toBe('trading_not_enabled');
    const bothMissing = await use(stack, await mint(stack, 'rob', { scopes: ['read'] }), 'create_order', oneShare);
    expect(bothMissing.status).toBe(403);
    expect(bothMissing.body.error_description).toContain('scope trade');
    expect(bothMissing.body.error_description).toContain('connection');
  });

  it('and tools that trade are shown to tokens that trade', async () => {
    const names = async (scopes: string[]) => {
      const { body } = await ask(stack, await mint(stack, 'tess', { scopes }), 'tools/list');
      return body.result.tools.map(({ name }: { name: string }) => name);
    };
    expect(await names(['read'])).not.toContain('create_order');
    expect(await names(['read', 'trade'])).toEqual(expect.arrayContaining(['create_order', 'confirm_trade']));
  });

  it('and a user without a connection reads nothing, rather than an error', async () => {
    const { id, user_id, user_secret, connections } = await hook(stack, 'post', '/platforms/meadow/users', {
      connections: [{ user: 'trader@example.com', type: 'trade' }],
    });
    expect(id).toBeTruthy();
    const headers = {
      'client-id': 'meadow',
      'client-secret': 'meadow-secret',
      'user-id': user_id,
      'user-secret': user_secret,
    };
    const token = (await mintWith(stack, headers)).body.access_token;
    const path = `/platforms/meadow/users/${user_id}/connections/${connections[0].id}`;
    await hook(stack, 'patch', path, { status: 'disabled' });
    expect((await use(stack, token, 'list_accounts')).result).toEqual({ accounts: [] });
    await hook(stack, 'delete', path);
    expect((await use(stack, token, 'list_positions')).result).toEqual({ positions: [] });
    expect((await use(stack, token, 'create_order', oneShare)).error.code).toBe('no_connection');
    expect((await mintWith(stack, headers)).body.error).toBe('user_not_connected');
  });
});

it('goes the same way in a session of 2025-11-25, and an hour later each request of it is refused', async () => {
  const token = await mint(stack);
  let session: string | undefined;
  const post = async (method: string, params: object, id: number | undefined = 1) => {
    const answer = await fetch(stack.gateway.mcpUrl, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(session && { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', method, params, ...(id !== undefined && { id }) }),
    });
    session ??= answer.headers.get('mcp-session-id') ?? undefined;
    return { status: answer.status, body: answer.status === 200 ? await answer.json() : undefined };
  };
  const clientInfo = { name: 'test', version: '1' };
  await post('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  const call = async (name: string, args: object) =>
    (await post('tools/call', { name, arguments: args })).body.result.structuredContent;
  const { confirmation_id } = await call('create_order', oneShare);
  expect((await call('confirm_trade', { confirmation_id })).order.symbol).toBe('AAPL');
  stack.clock.advance(3_600_000);
  expect((await post('tools/list', {})).status).toBe(401);
  session = undefined;
  expect((await post('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo })).status).toBe(401);
});

it('and a stream that is open then ends with its token', async () => {
  const token = await mint(stack);
  const stream = await fetch(stack.gateway.mcpUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: {
        notifications: { toolsListChanged: true },
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  });
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const whole = stream.text();
  stack.clock.advance(3_600_000);
  expect(await whole).toContain('acknowledged');
  expect((await ask(stack, token, 'tools/list')).status).toBe(401);
});
