import { expect, test } from 'vitest';
import { deskOfEachTest, tradeAs } from '../../dev/testing/desk.ts';

const desk = deskOfEachTest();
const { trader, place, get, tell } = tradeAs(desk, 'free@example.com');

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const hour = 3_600_000;

const slowly = () => desk.hook('post', '/market', { latency_ms: 1000 });

test('a fill that comes before the cancel wins', async () => {
  const { id } = await place(rest);
  await slowly();
  expect((await trader('delete', `/v2/orders/${id}`)).status).toBe(204);
  await tell(id, { action: 'fill' });
  desk.clock.advance(1000);
  expect((await get(id)).status).toBe('filled');
  expect((await trader('delete', `/v2/orders/${id}`)).body.code).toBe(42210000);
});

test('a fill that comes before the replace wins, though the replace was answered with 200', async () => {
  const { id } = await place(rest);
  await slowly();
  const replace = await trader('patch', `/v2/orders/${id}`, { qty: '12' });
  expect(replace.status).toBe(200);
  await tell(id, { action: 'fill' });
  desk.clock.advance(1000);
  expect((await get(id)).status).toBe('filled');
  expect((await get(replace.body.id)).status).toBe('rejected');
});

test('what was filled before a replace is carried over; no less may be asked', async () => {
  const { id } = await place(rest);
  await tell(id, { action: 'fill', qty: '4' });
  expect((await trader('patch', `/v2/orders/${id}`, { qty: '4' })).body.code).toBe(42210000);
  const { body } = await trader('patch', `/v2/orders/${id}`, { qty: '6' });
  expect(await get(body.id)).toMatchObject({ status: 'partially_filled', qty: '6', filled_qty: '4', replaces: id });
  expect(await get(id)).toMatchObject({ status: 'replaced', replaced_by: body.id });
  expect((await trader('patch', `/v2/orders/${id}`, { qty: '9' })).body.message).toMatch(/already replaced/);
});

test('a pending replacement reserves the larger of the two', async () => {
  const { id } = await place(rest);
  await slowly();
  await trader('patch', `/v2/orders/${id}`, { qty: '20' });
  expect((await trader('get', '/v2/account')).body.buying_power).toBe('192000');
  desk.clock.advance(1000);
  expect((await trader('get', '/v2/account')).body.buying_power).toBe('192000');
});

test('a replaced duration moves the end, of the exits too', async () => {
  const exits = { take_profit: { limit_price: '450' }, stop_loss: { stop_price: '390' } };
  const plain = await place(rest);
  const entry = await place({ ...rest, order_class: 'bracket', ...exits });
  const longer = await Promise.all(
    [plain, entry].map(({ id }) => trader('patch', `/v2/orders/${id}`, { time_in_force: 'gtc' })),
  );
  for (const { body } of longer) expect(body.expires_at).toBe('2027-02-16T21:00:00.000Z');
  desk.clock.advance(7 * hour);
  expect((await get(longer[0]!.body.id)).status).toBe('new');
  const { status, legs } = await get(longer[1]!.body.id);
  expect([status, legs[0]]).toMatchObject(['new', { status: 'held', time_in_force: 'gtc' }]);
  const { body } = await trader('patch', `/v2/orders/${longer[0]!.body.id}`, { time_in_force: 'day' });
  expect(body.expires_at ?? body.code).toBe('2026-11-18T21:00:00.000Z');
});

test('cancel all answers 207 with a status for each', async () => {
  await place(rest);
  const second = await place({ ...rest, symbol: 'AAPL', limit_price: '200' });
  await slowly();
  await trader('patch', `/v2/orders/${second.id}`, { qty: '12' });
  const { status, body } = await trader('delete', '/v2/orders');
  expect(status).toBe(207);
  expect(body.map((row: { status: number }) => row.status).sort()).toEqual([200, 422, 422]);
});

test('canceling a pair is answered once for each, and the time of the end stays', async () => {
  const exits = { take_profit: { limit_price: '450' }, stop_loss: { stop_price: '390' } };
  const { id } = await place({ ...rest, order_class: 'bracket', ...exits });
  await tell(id, { action: 'fill' });
  await slowly();
  await trader('delete', '/v2/orders');
  desk.clock.advance(5000);
  const { legs } = await get(id);
  for (const leg of legs) {
    expect(leg).toMatchObject({ status: 'canceled', canceled_at: '2026-11-17T15:00:01.000Z' });
    const { entries } = (await desk.hook('get', `/audit?order=${leg.id}`)).body;
    const told = entries.flatMap(({ event }: { event: { tell?: string } }) => event.tell ?? []);
    expect(told).toEqual(['new', 'pending_cancel', 'canceled']);
  }
});

test('a restart loses nothing that the exchange still owes', async () => {
  const { id } = await place(rest);
  await slowly();
  await trader('delete', `/v2/orders/${id}`);
  await desk.hook('post', '/restart');
  expect((await get(id)).status).toBe('pending_cancel');
  desk.clock.advance(1000);
  expect((await get(id)).status).toBe('canceled');
});
