import supertest from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from '../../dev/testing/broker.ts';

let desk: Desk;
let trader: ReturnType<Desk['as']>;
let me: { id: string; accounts: { id: string }[] };
beforeEach(async () => {
  desk = await openDesk();
  trader = desk.as('free@example.com');
  me = (await trader('get', '/v1/users/me')).body;
});
afterEach(() => desk.close());

const market = { symbol: 'AAPL', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' };
const place = async (body: object) => (await trader('post', '/v2/orders', body)).body;
const statusOf = async (id: string) => (await trader('get', `/v2/orders/${id}`)).body.status;
const symbol = (name: string, body: object) => desk.hook('post', `/market/symbols/${name}`, body);

test('the hooks are named, and closed to others', async () => {
  const { hooks } = (await desk.hook('get', '/')).body;
  expect(hooks).toEqual([
    'clock',
    'reset',
    'users',
    'journal',
    'keys',
    'people',
    'market',
    'orders',
    'accounts',
    'faults',
    'audit',
  ]);
  const stranger = supertest(desk.broker.origin).get('/test-hooks').set('Authorization', 'Bearer nobody');
  expect((await stranger).status).toBe(401);
  expect((await desk.hook('get', '/nowhere')).status).toBe(404);
});

test('the market opens and closes when told', async () => {
  await desk.hook('post', '/market', { open: false });
  expect((await trader('get', '/v2/clock')).body.is_open).toBe(false);
  const { id, status } = await place(market);
  expect(status).toBe('accepted');
  await desk.hook('post', '/market', { open: true });
  expect(await statusOf(id)).toBe('filled');
  await desk.hook('post', '/market', { open: null });
  expect((await desk.hook('get', '/market')).body).toMatchObject({ phase: 'core', forced: null });
});

const rest = { ...market, symbol: 'MSFT', qty: '10', type: 'limit', limit_price: '400' };
const tell = (id: string, action: string) => desk.hook('post', `/orders/${id}`, { action });

test('the exchange can reject a replacement, and does nothing else to what it has not taken', async () => {
  const { id } = await place(rest);
  await desk.hook('post', '/market', { latency_ms: 1000 });
  const next = (await trader('patch', `/v2/orders/${id}`, { limit_price: '399' })).body.id;
  for (const action of ['fill', 'cancel', 'suspend', 'resume']) expect((await tell(next, action)).status).toBe(422);
  for (const action of ['suspend', 'stop', 'resume', 'finish_cancel']) {
    expect((await tell(id, action)).status).toBe(422);
  }
  expect((await tell(next, 'reject')).body.status).toBe('rejected');
  desk.clock.advance(5000);
  expect(await statusOf(id)).toBe('new');
  expect((await trader('delete', `/v2/orders/${id}`)).status).toBe(204);
});

test('an exit that waits for its entry is not filled, woken or suspended; an order that works is not woken', async () => {
  const exits = { take_profit: { limit_price: '450' }, stop_loss: { stop_price: '390' } };
  const { id, legs } = await place({ ...rest, order_class: 'bracket', ...exits });
  for (const action of ['fill', 'resume', 'suspend']) expect((await tell(legs[0].id, action)).status).toBe(422);
  expect((await tell(id, 'resume')).status).toBe(422);
  expect(await statusOf(legs[0].id)).toBe('held');
});

test('nothing trades in a halted symbol until it resumes; a price-band pause ends by itself', async () => {
  await symbol('AAPL', { halted: true });
  const halted = await place(market);
  expect(await statusOf(halted.id)).toBe('new');
  await symbol('AAPL', { halted: false });
  expect(await statusOf(halted.id)).toBe('filled');
  await symbol('KO', { pause_seconds: 300 });
  const paused = await place({ ...market, symbol: 'KO' });
  desk.clock.advance(299_000);
  expect(await statusOf(paused.id)).toBe('new');
  desk.clock.advance(1000);
  expect(await statusOf(paused.id)).toBe('filled');
});

test('a quote is set, frozen and let go', async () => {
  const ask = async () => (await trader('get', '/v2/stocks/AAPL/quotes/latest')).body.quote.ap;
  await symbol('AAPL', { quote: { bid: '100.00', ask: '100.10' } });
  expect(await ask()).toBe(100.1);
  await symbol('AAPL', { quote: null });
  const seeded = await ask();
  await symbol('AAPL', { frozen: true });
  desk.clock.advance(3_600_000);
  expect(await ask()).toBe(seeded);
  await symbol('AAPL', { frozen: false });
  expect(await ask()).not.toBe(seeded);
  expect((await symbol('AAPL', { quote: { bid: '2', ask: '1' } })).status).toBe(422);
  expect((await symbol('NOPE', {})).status).toBe(404);
});

test('an order is filled in part, filled, and a fill is busted', async () => {
  const { id } = await place({ ...market, type: 'limit', limit_price: '200', qty: '10' });
  await desk.hook('post', `/orders/${id}`, { action: 'fill', qty: '3', price: '200' });
  expect((await trader('get', '/v2/positions/AAPL')).body.qty).toBe('3');
  const filled = (await desk.hook('post', `/orders/${id}`, { action: 'fill', price: '199.99' })).body;
  expect(filled).toMatchObject({ status: 'filled', filled_avg_price: '199.993' });
  await desk.hook('post', `/orders/${id}`, { action: 'bust' });
  expect((await trader('get', '/v2/positions/AAPL')).body.qty).toBe('3');
  expect((await trader('get', '/v2/account')).body.cash).toBe('99400');
  const again = await desk.hook('post', `/orders/${id}`, { action: 'fill', qty: '1' });
  expect([again.status, again.body.code]).toEqual([422, 42210000]);
});

test('a bust takes with it what was to close the shares', async () => {
  const bought = await place({ ...market, symbol: 'KO' });
  const exit = { ...market, symbol: 'KO', side: 'sell', type: 'limit', limit_price: '90' };
  const { id } = await place(exit);
  await tell(bought.id, 'bust');
  expect(await statusOf(id)).toBe('canceled');
  await symbol('KO', { quote: { bid: '95.00', ask: '95.10' } });
  expect((await trader('get', '/v2/positions')).body).toEqual([]);
});

test('a later pause counts, and a restart does not make it last for ever', async () => {
  const halted = async () => (await desk.hook('get', '/market')).body.halted;
  await symbol('KO', { pause_seconds: 60 });
  await symbol('KO', { pause_seconds: 300 });
  desk.clock.advance(100_000);
  expect(await halted()).toEqual({ KO: 'price_band' });
  await desk.hook('post', '/restart');
  desk.clock.advance(199_000);
  expect(await halted()).toEqual({ KO: 'price_band' });
  desk.clock.advance(1000);
  expect(await halted()).toEqual({});
});

test('several accounts and connections, with and without trading, come and go', async () => {
  const second = (await desk.hook('post', `/users/${me.id}/accounts`)).body;
  expect((await trader('get', `/v1/trading/accounts/${second.id}/account`)).body.cash).toBe('100000');
  const made = (await desk.hook('post', `/users/${me.id}/connections`, { trading: false, accounts: [second.id] })).body;
  const api = supertest(desk.broker.origin);
  const through = (method: 'get' | 'post', path: string) =>
    api[method](path).set('APCA-API-KEY-ID', made.key_id).set('APCA-API-SECRET-KEY', made.secret);
  expect((await through('get', '/v2/account')).body.id).toBe(second.id);
  expect((await through('get', `/v1/trading/accounts/${me.accounts[0]!.id}/account`)).status).toBe(404);
  expect((await through('post', '/v2/orders').send(market)).body.error).toBe('connection_read_only');
  await desk.hook('patch', `/users/${me.id}/connections/${made.id}`, { trading: true });
  expect((await through('post', '/v2/orders').send(market)).status).toBe(200);
  await desk.hook('delete', `/users/${me.id}/connections/${made.id}`);
  expect((await through('get', '/v2/account')).status).toBe(401);
  await desk.hook('delete', `/users/${me.id}/accounts/${second.id}`);
  expect((await trader('get', `/v1/trading/accounts/${second.id}/account`)).status).toBe(404);
});

test('the audit tells the life of an order: who asked, what the market did, each entry hashed over the one before', async () => {
  const { id } = await place({ ...market, type: 'limit', limit_price: '200', qty: '10' });
  await trader('patch', `/v2/orders/${id}`, { qty: '12' });
  const { broken_at, entries } = (await desk.hook('get', `/audit?order=${id}`)).body;
  expect(broken_at).toBeNull();
  expect(entries.map((one: { event: { type: string; to?: string } }) => one.event.to ?? one.event.type)).toEqual([
    'order_placed',
    'new',
    'pending_replace',
    'replaced',
  ]);
  expect(entries[0].by).toMatch(new RegExp(`^user ${me.id} through PK`));
  const all = (await desk.hook('get', `/audit?account=${me.accounts[0]!.id}`)).body.entries;
  expect(all.at(-1).previous).toMatch(/^[0-9a-f]{64}$/);
});

test('the audit tells where its chain ends, and checks an end that it told before', async () => {
  await place(market);
  const { head } = (await desk.hook('get', '/audit')).body;
  const brokenSince = async (told: string) => (await desk.hook('get', `/audit?head=${told}`)).body.broken_at;
  await place(market);
  expect(await brokenSince(`${head.length}:${head.hash}`)).toBeNull();
  expect(await brokenSince(`${head.length}:${'f'.repeat(64)}`)).toBe(head.length);
  expect(await brokenSince(`999999:${head.hash}`)).toBe((await desk.hook('get', '/audit')).body.head.length + 1);
  expect((await desk.hook('get', '/audit?head=twelve')).status).toBe(422);
});

test('users are the same in each run, and a reset brings the first day back', async () => {
  const first = (await desk.hook('post', '/users', { name: 'Nora New', accounts: 2, trading: false })).body;
  expect(first).toMatchObject({ email: 'nora-new@example.com', password: 'opening-bell', trading: false });
  await place(market);
  desk.clock.advance(1000);
  expect((await desk.hook('post', '/reset')).status).toBe(204);
  expect((await desk.hook('get', '/clock')).body.now).toBe('2026-11-17T15:00:00.000Z');
  expect((await trader('get', '/v2/orders?status=all')).body).toEqual([]);
  expect((await desk.hook('post', '/users', { name: 'Nora New', accounts: 2 })).body.id).toBe(first.id);
  expect((await desk.hook('post', '/users', { accounts: 0 })).status).toBe(400);
});
