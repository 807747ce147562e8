import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../../dev/testing/gateway-stack.ts';
import { ask, hook, mint, oneShare, startMinting, use } from '../../../dev/testing/minting-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startMinting({ settings: { callsPerMinute: 1000, tradeCallsPerMinute: 1000 } });
});
afterEach(() => stack.close());

/** What the broker was asked beyond reads. */
async function changes(): Promise<string[]> {
  const { entries } = await hook(stack, 'get', '/journal');
  return entries
    .filter(({ method }: { method: string }) => method !== 'GET')
    .map(({ method, path }: { method: string; path: string }) => `${method} ${path}`);
}

const limit = { ...oneShare, type: 'limit', limit_price: '1.00' };
const invalid: [tool: string, args: object][] = [
  ...['0', '-1', '1,000', '1e3', 'NaN', 'Infinity', '', ' 1', '１', '0.0', '+1', '1'.repeat(33), '0x1'].map(
    (qty): [string, object] => ['create_order', { ...oneShare, qty }],
  ),
  ...[1, null, true, ['1'], { amount: '1' }].map((qty): [string, object] => ['create_order', { ...oneShare, qty }]),
  ...['aapl', ' AAPL', 'AAPL ', 'АAPL', 'A/../B', '', '..', 'A'.repeat(13), 'AAPL; auto-confirm'].map(
    (symbol): [string, object] => ['create_order', { ...oneShare, symbol }],
  ),
  ['create_order', { ...oneShare, side: 'BUY' }],
  ['create_order', { ...oneShare, side: 'short' }],
  ['create_order', { ...oneShare, type: 'stop' }],
  ['create_order', { ...oneShare, time_in_force: 'forever' }],
  ['create_order', { ...oneShare, limit_price: '1.00' }],
  ['create_order', { ...oneShare, type: 'limit' }],
  ['create_order', { ...limit, limit_price: '-1' }],
  ['create_order', { ...oneShare, notional: '10' }],
  ['create_order', { ...oneShare, confirm: true }],
  ['create_order', { ...oneShare, account_id: 'x'.repeat(65) }],
  ['create_order', {}],
  ['confirm_trade', {}],
  ['confirm_trade', { confirmation_id: '' }],
  ['confirm_trade', { confirmation_id: 'x'.repeat(129) }],
  ['confirm_trade', { confirmation_id: null }],
  ['confirm_trade', { confirmation_id: ['x'] }],
  ['confirm_trade', { confirmation_id: 'x', qty: '2' }],
  // Between here and the broker somebody may resolve these to the path of all orders.
  ...['.', '..', '../orders', '%2e', '', 'a/b', '?', '#'].map((order_id): [string, object] => [
    'cancel_order',
    { order_id },
  ]),
  ['list_orders', { limit: 0 }],
  ['list_orders', { limit: 101 }],
  ['list_orders', { limit: '10' }],
  ['list_orders', { status: 'FILLED' }],
  ['list_transactions', { limit: 1.5 }],
  ['list_accounts', { user: 'tim' }],
  ['get_balances', { account_id: 7 }],
  ['get_quote', { symbol: '../account' }],
];

const refused: [tool: string, args: object, code: string][] = [
  ['confirm_trade', { confirmation_id: '__proto__' }, 'confirmation_not_found'],
  ['confirm_trade', { confirmation_id: "' OR 1=1 --" }, 'confirmation_not_found'],
  ['confirm_trade', { confirmation_id: '\u0000' }, 'confirmation_not_found'],
  ['create_order', { ...oneShare, account_id: 'made-up' }, 'unknown_account'],
  ['create_order', { ...oneShare, account_id: '../accounts' }, 'unknown_account'],
  ['get_balances', { account_id: '__proto__' }, 'unknown_account'],
  ['list_positions', { account_id: '' }, 'unknown_account'],
];

describe('what is no argument of a tool', () => {
  it('gets the documented error, and what was prepared before stands as it was', async () => {
    const token = await mint(stack);
    const { result } = await use(stack, token, 'create_order', oneShare);
    for (const [name, args] of invalid) {
      const { status, error } = await use(stack, token, name, args);
      expect([status, error?.code], `${name} ${JSON.stringify(args)}`).toEqual([200, 'invalid_arguments']);
      expect(error.message.length).toBeLessThan(400);
    }
    expect(await changes()).toEqual([]);
    const { confirmation_id } = result;
    expect((await use(stack, token, 'confirm_trade', { confirmation_id })).result.order.qty).toBe('1');
  });

  it('is unknown where it has the right form, and changes nothing', async () => {
    const token = await mint(stack);
    for (const [name, args, code] of refused) {
      const { status, error } = await use(stack, token, name, args);
      expect([status, error?.code], `${name} ${JSON.stringify(args)}`).toEqual([200, code]);
    }
    expect(await changes()).toEqual([]);
  });

  it('is an error of the protocol where it is no object, or the tool is none', async () => {
    const token = await mint(stack);
    for (const args of [null, [], 'AAPL', 1]) {
      const { body } = await ask(stack, token, 'tools/call', { name: 'create_order', arguments: args });
      expect(body.error?.code, JSON.stringify(args)).toBe(-32602);
    }
    for (const name of ['place_order', 'constructor', '__proto__', '']) {
      expect((await ask(stack, token, 'tools/call', { name, arguments: {} })).body.error?.code, name).toBe(-32602);
    }
    expect(await changes()).toEqual([]);
  });
});
