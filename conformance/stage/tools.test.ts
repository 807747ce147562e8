import { describe, expect, test } from 'vitest';
import { dynamicClient } from '../profiles/dynamic-client.ts';
import type { ListedTool } from '../vocabulary/mcp.ts';
import { accountsIn, argumentsFor, onlyReads, toolsToTry, trades } from './tools.ts';

const tool = (name: string, more: Partial<ListedTool> = {}): ListedTool => ({
  name,
  inputSchema: { type: 'object' },
  ...more,
});
const taking = (name: string, properties: Record<string, object>): ListedTool =>
  tool(name, { inputSchema: { type: 'object', properties, required: Object.keys(properties) } });
const account = { type: 'string' };

describe('a tool that only reads', () => {
  test.each(['list_accounts', 'ListAccounts', 'getPortfolio', 'accounts.list', 'positions', 'echo', 'search-orders'])(
    'is %s, by its name',
    (name) => expect(onlyReads(tool(name))).toBe(name !== 'accounts.list'),
  );
  test('is what says so, whatever it is called', () => {
    expect(onlyReads(tool('accounts.list', { annotations: { readOnlyHint: true } }))).toBe(true);
  });
  test.each([
    'place_order',
    'cancel_all',
    'buy',
    'delete_alert',
    'execute_trade',
    'run_backtest',
    'get_env',
    'read_file',
  ])('is not %s', (name) => expect(onlyReads(tool(name))).toBe(false));
  test.each(['submit_order', 'close_position', 'get_token', 'shares.sell', 'buy'])(
    'is not %s, though it says so',
    (name) => {
      expect(onlyReads(tool(name, { annotations: { readOnlyHint: true } }))).toBe(false);
    },
  );
  test('is not what says that it writes or destroys', () => {
    expect(onlyReads(tool('get_quote', { annotations: { readOnlyHint: false } }))).toBe(false);
    expect(onlyReads(tool('get_quote', { annotations: { destructiveHint: true } }))).toBe(false);
  });
});

test.each([
  ['place_order', true],
  ['SubmitOrder', true],
  ['create_trade', true],
  ['buy', true],
  ['buy_stock', true],
  ['list_orders', false],
  ['cancel_order', false],
  ['create_alert', false],
])('whether %s trades: %s', (name, wanted) => {
  expect(trades(tool(name))).toBe(wanted);
  expect(trades(tool(name, { annotations: { readOnlyHint: true } }))).toBe(false);
});

test('arguments are made from what the schema requires', () => {
  const made = argumentsFor(
    taking('get_bars', {
      account_id: account,
      side: { enum: ['buy', 'sell'] },
      timeframe: { type: 'string', default: '1D' },
      currency: { const: 'USD' },
      note: { type: 'string', examples: ['hello'] },
      symbol: { type: 'string' },
      limit: { type: 'integer', minimum: 5 },
      adjusted: { type: 'boolean' },
    }),
    'PA1',
  );
  expect(made).toEqual({
    account_id: 'PA1',
    side: 'buy',
    timeframe: '1D',
    currency: 'USD',
    note: 'hello',
    symbol: 'MSFT',
    limit: 5,
    adjusted: false,
  });
});

test('what cannot be told from the schema is left alone', () => {
  expect(argumentsFor(taking('get_it', { filter: { type: 'object' } }), '')).toBeUndefined();
  expect(argumentsFor({ name: 'odd', inputSchema: { required: 'all', properties: null } as never }, '')).toEqual({});
});

describe('which tool is for what', () => {
  const names = (tools: ListedTool[], given = {}) =>
    Object.fromEntries(
      Object.entries(toolsToTry(tools, undefined, given)).map(([purpose, tries]) => [
        purpose,
        tries.map(({ name }) => name),
      ]),
    );
  test('follows from names and schemas', () => {
    const tools = [
      tool('list_orders'),
      taking('get_positions', { account }),
      tool('list_accounts'),
      taking('get_quote', { symbol: { type: 'string' } }),
      taking('place_order', { account, symbol: { type: 'string' } }),
      taking('cancel_all_orders', { account }),
    ];
    expect(names(tools)).toMatchObject({
      positions: ['get_positions'],
      orders: ['list_orders'],
      quote: ['get_quote'],
      place: ['place_order'],
      'cancel-all': ['cancel_all_orders'],
    });
    expect(names(tools).accounts?.[0]).toBe('list_accounts');
  });
  test('is what the configuration says, with its own arguments', () => {
    const told = { accounts: { name: 'x', args: { deep: true } } };
    expect(names([tool('list_accounts')], told).accounts).toEqual(['x']);
    expect(toolsToTry([], undefined, told).accounts[0]?.args('')).toEqual({ deep: true });
  });
  test('is what a profile names only where it is listed', () => {
    expect(toolsToTry([tool('list_accounts')], dynamicClient).accounts[0]?.name).toBe('list_accounts');
    const [own] = toolsToTry([tool('ListPositions'), tool('get_positions')], dynamicClient).positions;
    expect([own?.name, own?.wantsAccount]).toEqual(['ListPositions', true]);
  });
});

test('accounts are found in structured content and in JSON text', () => {
  const text = (words: string) => ({ content: [{ type: 'text', text: words }] });
  expect(accountsIn({ structuredContent: { accounts: [{ id: 'a-1', account_number: 'PA1' }] } })).toEqual([
    'PA1',
    'a-1',
  ]);
  expect(accountsIn(text('{"accounts":[{"id":7}]}'))).toEqual(['7']);
  expect(accountsIn(text('{"accounts":[{"name":"Sim101","status":"up"}]}'))).toEqual(['Sim101']);
  expect(accountsIn(text('You have none.'))).toEqual([]);
  expect(accountsIn(null)).toEqual([]);
});
