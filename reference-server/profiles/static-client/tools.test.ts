import nock from 'nock';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { brokerOrigin, startEndpoint } from '../../../dev/testing/mcp-endpoint.ts';
import { stateless } from '../../../dev/testing/mcp-requests.ts';
import { staticClientTools } from './tools.ts';

let gateway: Awaited<ReturnType<typeof startEndpoint>>;
const accounts = [
  { id: 'first', accountNumber: 'PA1' },
  { id: 'second', accountNumber: 'PA2' },
];

beforeEach(async () => {
  gateway = await startEndpoint('static-client');
  const scopes = [...new Set(staticClientTools.map((tool) => tool.scope))];
  gateway.allow('ann', scopes, { accounts });
  gateway.allow('rob', ['order:information'], { accounts });
});
afterEach(async () => {
  await gateway.close();
  nock.cleanAll();
});

const call = (name: string, args: object, as = 'ann') =>
  stateless(gateway, as, 'tools/call', { name, arguments: args });
const order = {
  id: 'o1',
  client_order_id: 'c1',
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  qty: '10',
  filled_qty: '0',
  filled_avg_price: null,
  limit_price: '400',
  time_in_force: 'day',
  status: 'new',
  submitted_at: '2026-11-17T15:00:00Z',
  extra: 'left out',
};
const ticket = { symbol: 'AAPL', side: 'buy', type: 'limit', qty: '10', limit_price: '400' };
const errorIn = (body: { result: { content: [{ text: string }] } }) => JSON.parse(body.result.content[0].text).error;

test('each tool needs a scope of the brokerage, and only what it covers is listed', async () => {
  const { body } = await stateless(gateway, 'rob', 'tools/list');
  expect(body.result.tools.map((tool: { name: string }) => tool.name)).toEqual(['list_orders']);
  const refused = await call('place_order', ticket, 'rob');
  expect(refused.status).toBe(403);
  expect(refused.headers['www-authenticate']).toContain('scope="order:information order:execution"');
});

test('an order goes to the account that was named, with a client_order_id', async () => {
  nock(brokerOrigin)
    .post('/v1/trading/accounts/second/orders', (sent) => /^[0-9a-f-]{36}$/.test(sent.client_order_id))
    .reply(200, order);
  const { body } = await call('place_order', { ...ticket, account_id: 'second' });
  expect(body.result.structuredContent).toMatchObject({
    account_id: 'second',
    order: { id: 'o1', limit_price: '400' },
  });
  expect(body.result.structuredContent.order).not.toHaveProperty('extra');
});

test('an order whose answer was lost is unknown, is named, and is not sent again', async () => {
  const lost = nock(brokerOrigin).post('/v1/trading/accounts/first/orders').replyWithError('socket hang up');
  const second = nock(brokerOrigin).post('/v1/trading/accounts/first/orders').reply(200, order);
  const { body } = await call('place_order', { ...ticket, client_order_id: 'mine' });
  expect(body.result.isError).toBe(true);
  expect(errorIn(body)).toMatchObject({ code: 'outcome_unknown', client_order_id: 'mine' });
  expect([lost.isDone(), second.isDone()]).toEqual([true, false]);
});

test('an answer that takes too long by the machine’s clock is an unknown outcome too', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const asked = new Promise<void>((resolve) => {
    nock(brokerOrigin)
      .post('/v1/trading/accounts/first/orders')
      .reply(() => {
        resolve();
        return new Promise(() => {}) as never;
      });
  });
  const answer = call('place_order', ticket).then((response) => response);
  await asked;
  vi.advanceTimersByTime(10_000);
  expect(errorIn((await answer).body)).toMatchObject({ code: 'outcome_unknown' });
});

test.each([
  [403, { code: 40310000, message: 'insufficient buying power' }],
  [422, { code: 42210000, message: 'sub-penny increment' }],
  [500, { code: 50010000, message: 'internal server error occurred' }],
])('the brokerage’s %i is a tool error with its code', async (status, refusal) => {
  nock(brokerOrigin).post('/v1/trading/accounts/first/orders').reply(status, refusal);
  const answer = await call('place_order', ticket);
  expect(answer.status).toBe(200);
  expect(answer.body.result.isError).toBe(true);
  expect(errorIn(answer.body)).toEqual({ status, ...refusal });
});

test('nonsense from the brokerage is a tool error, not a failure of the gateway', async () => {
  nock(brokerOrigin).get('/v2/stocks/AAPL/quotes/latest').reply(200, '<html>');
  nock(brokerOrigin).get('/v2/stocks/AAPL/quotes/latest').reply(200, { symbol: 'AAPL' });
  expect(errorIn((await call('get_quote', { symbol: 'AAPL' })).body).code).toBe('broker_unreachable');
  expect(errorIn((await call('get_quote', { symbol: 'AAPL' })).body).code).toBe('unexpected_answer');
});

test('an account of somebody else is not used', async () => {
  const { body } = await call('get_balances', { account_id: 'other' });
  expect(errorIn(body).code).toBe('unknown_account');
});

test('limit and price go together', async () => {
  for (const wrong of [{ limit_price: undefined }, { type: 'market' }]) {
    expect(errorIn((await call('place_order', { ...ticket, ...wrong })).body).code).toBe('invalid_arguments');
  }
  expect(errorIn((await call('place_order', { ...ticket, qty: '0' })).body).message).toContain('qty');
});
