import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk } from '../../../dev/testing/broker.ts';
import type { Talk } from '../../tools/talk.ts';
import { BrokerRefusal, type Desk } from '../../tools/tool.ts';
import { staticClientTools } from './tools.ts';

let brokerage: Awaited<ReturnType<typeof openDesk>>;
let desk: Desk;

/** The tools on the mock brokerage itself, with the user's API keys in place of MCP. */
const noTwoSteps: Desk['twoStep'] = {
  mustTrade: () => {},
  look: () => expect.unreachable(),
  create: () => expect.unreachable(),
  confirm: () => expect.unreachable(),
};

beforeAll(async () => {
  brokerage = await openDesk();
  const send = brokerage.as('twin@example.com');
  const request = async (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: unknown) => {
    const { status, body: answer } = await send(method, path, body);
    if (status >= 300) throw new BrokerRefusal(status, answer.code, answer.message);
    return answer;
  };
  const me = (await request('get', '/v1/users/me')) as { accounts: { id: string; account_number: string }[] };
  const accounts = me.accounts.map(({ id, account_number }) => ({ id, accountNumber: account_number }));
  desk = {
    user: { id: 'u', email: 'twin@example.com', name: 'Tim', plan: 'elite', trading: true, accounts },
    get: (path) => request('get', path),
    post: (path, body) => request('post', path, body),
    patch: (path, body) => request('patch', path, body),
    delete: (path) => request('delete', path),
    placeOrder: (path, order) => request('post', path, order),
    connections: [],
    now: () => 0,
    startedAt: 0,
    cursors: { seal: () => '', open: () => undefined },
    rowsAtOnce: (asked) => asked,
    usual: { rangeDays: 90, rows: 25 },
    rangeWithin: (asked) => ({ served: asked, told: asked }),
    twoStep: noTwoSteps,
  };
});
afterAll(() => brokerage.close());

/** Nobody is asked or told. */
const silent = {} as Talk;

async function call(name: string, args: object = {}) {
  const { input, output, call } = staticClientTools.find((tool) => tool.name === name)!;
  return output!.parse(await call(desk, input.parse(args), silent)) as Record<string, never>;
}

test('reads show both accounts and the market', async () => {
  expect(await call('get_profile')).toMatchObject({ email: 'twin@example.com', trading: true });
  const { accounts } = (await call('list_accounts')) as unknown as { accounts: { id: string }[] };
  expect(accounts.map(({ id }) => id)).toEqual(desk.user.accounts.map(({ id }) => id));
  expect(await call('get_balances', { account_id: accounts[1]!.id })).toMatchObject({ id: accounts[1]!.id });
  expect(await call('list_positions')).toMatchObject({ positions: [] });
  expect((await call('get_quote', { symbol: 'AAPL' })).bid_price).toMatch(/^\d+(\.\d+)?$/);
});

test('an order is previewed, placed in the account that was named, changed and cancelled', async () => {
  const account_id = desk.user.accounts[1]!.id;
  const ticket = { account_id, symbol: 'AAPL', side: 'buy', type: 'limit', qty: '2', limit_price: '1.00' };
  expect(await call('preview_order', ticket)).toMatchObject({ account_id, estimated_cost: '2' });
  expect(await call('list_orders', { account_id })).toMatchObject({ orders: [] });
  const { order } = (await call('place_order', ticket)) as unknown as { order: { id: string } };
  expect(await call('list_orders')).toMatchObject({ orders: [] });
  const changed = await call('replace_order', { account_id, order_id: order.id, limit_price: '2.00' });
  const { id } = (changed as unknown as { order: { id: string } }).order;
  expect(await call('list_orders', { account_id })).toMatchObject({ orders: [{ id, limit_price: '2' }] });
  expect(await call('cancel_order', { account_id, order_id: id })).toMatchObject({ cancel_requested: true });
});
