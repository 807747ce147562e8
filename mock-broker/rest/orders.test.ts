import { expect, test } from 'vitest';
import { deskOfEachTest } from '../../dev/testing/desk.ts';

const desk = deskOfEachTest();
const trader = desk.as('trader@example.com');

const limit = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const market = { symbol: 'AAPL', qty: 1, side: 'buy', type: 'market', time_in_force: 'day' };

test('a limit buy below the market rests, reserves buying power and gives it back when canceled', async () => {
  const before = (await trader('get', '/v2/account')).body.buying_power;
  const placed = await trader('post', '/v2/orders', limit);
  expect(placed.status).toBe(200);
  expect(placed.body).toMatchObject({ status: 'pending_new', qty: '10', limit_price: '400', filled_qty: '0' });
  expect((await trader('get', `/v2/orders/${placed.body.id}`)).body.status).toBe('new');
  expect(Number((await trader('get', '/v2/account')).body.buying_power)).toBe(Number(before) - 4000);
  expect((await trader('get', '/v2/orders')).body).toHaveLength(1);
  expect((await trader('delete', `/v2/orders/${placed.body.id}`)).status).toBe(204);
  expect((await trader('get', '/v2/account')).body.buying_power).toBe(before);
  expect((await trader('get', '/v2/orders')).body).toEqual([]);
  expect((await trader('delete', `/v2/orders/${placed.body.id}`)).body.code).toBe(42210000);
});

test('a market buy fills at the ask, moves cash and position, and shows as an activity', async () => {
  const quote = (await trader('get', '/v2/stocks/AAPL/quotes/latest')).body.quote;
  const placed = (await trader('post', '/v2/orders', market)).body;
  const filled = (await trader('get', `/v2/orders/${placed.id}`)).body;
  expect(filled).toMatchObject({ status: 'filled', filled_qty: '1', filled_avg_price: String(quote.ap) });
  expect((await trader('get', '/v2/positions/AAPL')).body.qty).toBe('11');
  const [activity] = (await trader('get', '/v2/account/activities/FILL')).body;
  expect(activity).toMatchObject({ type: 'fill', order_id: placed.id, price: String(quote.ap) });
  expect((await trader('get', '/v2/account')).body.cash).toBe(String(100000 - quote.ap));
});

test('an order of the night waits as accepted and trades at the open', async () => {
  desk.clock.advance(12 * 3_600_000);
  const placed = (await trader('post', '/v2/orders', market)).body;
  expect(placed.status).toBe('accepted');
  expect((await trader('get', `/v2/orders/${placed.id}`)).body.status).toBe('accepted');
  desk.clock.advance(12 * 3_600_000);
  expect((await trader('get', `/v2/orders/${placed.id}`)).body.status).toBe('filled');
});

test('a day order ends at the close, a gtc order stays', async () => {
  const day = (await trader('post', '/v2/orders', limit)).body;
  const gtc = (await trader('post', '/v2/orders', { ...limit, time_in_force: 'gtc' })).body;
  desk.clock.advance(8 * 3_600_000);
  expect((await trader('get', `/v2/orders/${day.id}`)).body.status).toBe('expired');
  expect((await trader('get', `/v2/orders/${gtc.id}`)).body.status).toBe('new');
});

test('a client order id is used once, even after a cancel, and finds the order', async () => {
  const first = (await trader('post', '/v2/orders', { ...limit, client_order_id: 'mine' })).body;
  await trader('delete', `/v2/orders/${first.id}`);
  const again = await trader('post', '/v2/orders', { ...limit, client_order_id: 'mine' });
  expect([again.status, again.body.code]).toEqual([422, 40010001]);
  expect((await trader('get', '/v2/orders:by_client_order_id?client_order_id=mine')).body.id).toBe(first.id);
});

test('buying more than buying power allows, and selling more than is held, are refused with their figures', async () => {
  const poor = await trader('post', '/v2/orders', { ...limit, qty: '1000' });
  expect(poor.status).toBe(403);
  expect(poor.body).toMatchObject({ code: 40310000, cost_basis: '400000.00' });
  const tooMany = await trader('post', '/v2/orders', { ...market, side: 'sell', qty: '11' });
  expect(tooMany.body).toMatchObject({ code: 40310000, available: '10', existing_qty: '10', symbol: 'AAPL' });
});

test('a percentage of whole shares sells whole shares, of a fraction a fraction', async () => {
  const part = async (percentage: string) =>
    (await trader('delete', `/v2/positions/AAPL?percentage=${percentage}`)).body.qty;
  expect(await part('25')).toBe('2');
  await trader('post', '/v2/orders', { ...market, qty: '0.5' });
  expect((await trader('get', '/v2/positions/AAPL')).body.qty).toBe('8.5');
  expect(await part('25')).toBe('2.125');
});

test('a read-only connection reads and is refused every write', async () => {
  const reader = desk.as('reader@example.com');
  expect((await reader('get', '/v2/positions')).body).toHaveLength(2);
  const refused = await reader('post', '/v2/orders', limit);
  expect([refused.status, refused.body.error]).toEqual([403, 'connection_read_only']);
});

test('an account of another user does not exist, an own second one does', async () => {
  const mine = (await trader('get', '/v1/users/me')).body.accounts[0].id;
  const twin = desk.as('twin@example.com');
  const accounts = (await twin('get', '/v1/users/me')).body.accounts;
  expect((await twin('get', `/v1/trading/accounts/${accounts[1].id}/account`)).body.id).toBe(accounts[1].id);
  expect((await twin('get', `/v1/trading/accounts/${mine}/account`)).status).toBe(404);
});

test('each answer carries the rate limit, and the journal has each request', async () => {
  const answer = await trader('get', '/v2/clock');
  expect(answer.headers).toHaveProperty('x-ratelimit-limit');
  await trader('get', '/v2/nowhere');
  const { entries } = (await desk.hook('get', '/journal')).body;
  expect(entries.map((entry: { path: string; status: number }) => [entry.path, entry.status])).toEqual([
    ['/v2/clock', 200],
    ['/v2/nowhere', 404],
  ]);
  expect(entries[0].account).toMatch(/-/);
});

test('the add-on passes calls on while it is connected, and answers 408 while not', async () => {
  const me = (await trader('get', '/v1/users/me')).body;
  expect((await trader('get', '/addon/v2/account')).status).toBe(200);
  await desk.hook('patch', `/users/${me.id}`, { addon: { connected: false } });
  const gone = await trader('get', '/addon/v2/account');
  expect([gone.status, gone.body.error]).toEqual([408, 'addon_disconnected']);
  expect((await trader('get', '/addon/status')).body.connected).toBe(false);
});

test('preview tells the cost and places nothing', async () => {
  const preview = await trader('post', '/v1/orders/preview', limit);
  expect(preview.body).toMatchObject({ estimated_cost: '4000', buying_power_reserved: '4000' });
  expect((await trader('get', '/v2/orders?status=all')).body).toEqual([]);
});

test('malformed JSON, no credentials and wrong credentials get the documented errors', async () => {
  const supertest = (await import('supertest')).default;
  const bare = supertest(desk.broker.origin);
  expect((await bare.get('/v2/account')).body.code).toBe(40110000);
  expect((await bare.get('/v2/account').set('Authorization', 'Bearer nonsense')).status).toBe(401);
  const malformed = await bare.post('/v2/orders').set('Content-Type', 'application/json').send('{"symbol":');
  expect([malformed.status, malformed.body.code]).toEqual([400, 40010000]);
});
