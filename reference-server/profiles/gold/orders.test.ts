import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../../dev/testing/gateway-client.ts';
import { type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';
import { use } from '../../../dev/testing/partner-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('gold');
});
afterEach(() => stack.close());

const every = 'user:information account:information order:information market:information order:execution';
const signedIn = (email?: string) =>
  connect(stack, { scope: every, choose: every.split(' '), ...(email ? { email } : {}) });
const order = { symbol: 'AAPL', side: 'buy', qty: '1' };

test('an order waits for its confirmation, and is sent once however often that comes', async () => {
  const { accessToken } = await signedIn();
  const created = await use(stack, accessToken, 'create_order', order);
  const before = await use(stack, accessToken, 'list_orders', { status: 'all' });
  expect(before.result.orders).toEqual([]);
  const { confirmation_id } = created.result;
  const both = await Promise.all([1, 2].map(() => use(stack, accessToken, 'confirm_trade', { confirmation_id })));
  expect(both.map(({ result }) => result.order.id)).toEqual(Array(2).fill(both[0]!.result.order.id));
  const after = await use(stack, accessToken, 'list_orders', { status: 'all' });
  expect(after.result.orders).toHaveLength(1);
});

test('whoever signed in with a connection that only reads prepares nothing', async () => {
  const { accessToken } = await signedIn('reader@example.com');
  const { error } = await use(stack, accessToken, 'create_order', order);
  expect(error.code).toBe('trading_not_enabled');
});
