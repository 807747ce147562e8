import { AlpacaClient, AlpacaStream } from '@master-chief/alpaca';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from '../dev/testing/broker.ts';
import { seededKeys } from './users.ts';

// A second client that neither we nor the vendor wrote. It spaces its requests a fifth of a second apart.
let desk: Desk;
const { keyId: key, secret } = seededKeys('free@example.com');

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const endpoints = () => ({
  rest: { account: `${desk.broker.origin}/v2`, market_data_v2: `${desk.broker.origin}/v2` },
  websocket: { account: `${desk.broker.origin.replace('http', 'ws')}/stream` },
});

test('places, replaces, lists, cancels and closes', async () => {
  const client = new AlpacaClient({ credentials: { key, secret, paper: false }, endpoints: endpoints() });
  const order = {
    symbol: 'MSFT',
    qty: 10,
    side: 'buy',
    type: 'limit',
    time_in_force: 'day',
    limit_price: 400,
  } as const;
  const placed = await client.placeOrder({ ...order });
  expect(placed).toMatchObject({ status: 'pending_new', limit_price: 400, qty: 10 });
  const replaced = await client.replaceOrder({ order_id: placed.id, limit_price: 399 });
  expect((await client.getOrders({ status: 'open' })).map((one) => one.id)).toEqual([replaced.id]);
  await client.cancelOrder({ order_id: replaced.id });
  await client.placeOrder({ symbol: 'AAPL', qty: 1, side: 'buy', type: 'market', time_in_force: 'day' });
  expect(await client.getPosition({ symbol: 'AAPL' })).toMatchObject({ qty: 1, side: 'long' });
  await client.closePosition({ symbol: 'AAPL' });
  expect(await client.getPositions()).toEqual([]);
});

test('streams trade updates', async () => {
  const stream = new AlpacaStream({
    credentials: { key, secret, paper: false },
    type: 'account',
    endpoints: endpoints(),
  });
  const events: string[] = [];
  const listening = new Promise<void>((resolve) => {
    stream.on('message', (message: { stream?: string }) => message.stream === 'listening' && resolve());
  });
  stream.on('trade_updates', (update: { event: string }) => events.push(update.event));
  await new Promise((resolve) => stream.once('authenticated', resolve));
  stream.subscribe('trade_updates');
  await listening;
  const body = { symbol: 'AAPL', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' };
  await desk.as('free@example.com')('post', '/v2/orders', body);
  await expect.poll(() => events).toEqual(['pending_new', 'new', 'fill']);
  stream.getConnection().close();
});
