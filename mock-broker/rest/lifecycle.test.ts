import { describe, expect, test } from 'vitest';
import { openDesk } from '../../dev/testing/broker.ts';
import { deskOfEachTest, tradeAs } from '../../dev/testing/desk.ts';
import { createVirtualClock } from '../clock.ts';

const desk = deskOfEachTest();
const { trader, place, get, quote } = tradeAs(desk, 'free@example.com');

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const hour = 3_600_000;

describe('types', () => {
  test('a stop waits for its price, then trades', async () => {
    await quote('KO', '70.00', '70.02');
    const { id } = await place({
      symbol: 'KO',
      qty: '1',
      side: 'buy',
      type: 'stop',
      time_in_force: 'day',
      stop_price: '71',
    });
    expect((await get(id)).status).toBe('new');
    await quote('KO', '71.00', '71.02');
    expect(await get(id)).toMatchObject({ status: 'filled', filled_avg_price: '71.02' });
  });

  test('a buy stop does not chase the market beyond 4 %', async () => {
    await quote('KO', '70.00', '70.02');
    const { id } = await place({
      symbol: 'KO',
      qty: '1',
      side: 'buy',
      type: 'stop',
      time_in_force: 'day',
      stop_price: '71',
    });
    await quote('KO', '80.00', '80.02');
    expect((await get(id)).status).toBe('new');
  });

  test('a stop limit becomes a limit order', async () => {
    await quote('KO', '70.00', '70.02');
    const body = { symbol: 'KO', qty: '1', side: 'buy', type: 'stop_limit', time_in_force: 'day' };
    const { id } = await place({ ...body, stop_price: '71', limit_price: '71.50' });
    await quote('KO', '72.00', '72.02');
    expect((await get(id)).status).toBe('new');
    await quote('KO', '71.40', '71.42');
    expect(await get(id)).toMatchObject({ status: 'filled', filled_avg_price: '71.42' });
  });

  test('a trailing stop follows the best price and sells when it turns', async () => {
    await quote('KO', '70.00', '70.00');
    await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
    const body = {
      symbol: 'KO',
      qty: '1',
      side: 'sell',
      type: 'trailing_stop',
      time_in_force: 'gtc',
      trail_price: '1',
    };
    const { id, hwm, stop_price } = await place(body);
    expect([hwm, stop_price]).toEqual(['70', '69']);
    await quote('KO', '75.00', '75.00');
    expect(await get(id)).toMatchObject({ hwm: '75', stop_price: '74', status: 'new' });
    await quote('KO', '73.90', '73.90');
    expect(await get(id)).toMatchObject({ status: 'filled', filled_avg_price: '73.9' });
  });

  test('a notional order is for its dollars at the price it gets, a sale for no more than is held', async () => {
    await desk.hook('post', '/market', { open: false });
    const dollars = { symbol: 'KO', notional: '35', side: 'buy', type: 'market', time_in_force: 'day' };
    await quote('KO', '70.00', '70.00');
    const { id } = await place(dollars);
    await quote('KO', '80.00', '80.00');
    await desk.hook('post', '/market', { open: true });
    expect(await get(id)).toMatchObject({ status: 'filled', filled_qty: '0.4375', filled_avg_price: '80' });
    await desk.hook('post', '/market', { open: false });
    const sale = await place({ ...dollars, side: 'sell' });
    await quote('KO', '60.00', '60.00');
    await desk.hook('post', '/market', { open: true });
    expect(await get(sale.id)).toMatchObject({ status: 'filled', filled_qty: '0.4375' });
    expect((await trader('get', '/v2/positions')).body).toEqual([]);
  });

  test('a notional order without a market is refused', async () => {
    expect((await quote('KO', '0', '0')).status).toBe(422);
    await trader('post', '/v2/orders', { symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
    await quote('KO', '0', '0.01');
    const sale = { symbol: 'KO', notional: '35', side: 'sell', type: 'market', time_in_force: 'day' };
    expect((await trader('post', '/v2/orders', sale)).body.code).toBe(42210000);
  });

  test('a notional order buys a fraction', async () => {
    await quote('KO', '69.99', '70.00');
    const { id, qty, notional } = await place({
      symbol: 'KO',
      notional: '35',
      side: 'buy',
      type: 'market',
      time_in_force: 'day',
    });
    expect([qty, notional]).toEqual([null, '35']);
    expect(await get(id)).toMatchObject({ status: 'filled', filled_qty: '0.5' });
  });
});

describe('durations', () => {
  test('ioc takes what there is and cancels the rest; fok takes all or nothing', async () => {
    const ioc = await place({ ...rest, time_in_force: 'ioc' });
    expect(await get(ioc.id)).toMatchObject({ status: 'canceled', filled_qty: '0' });
    const fok = await place({ ...rest, limit_price: '500', time_in_force: 'fok', qty: '2' });
    expect((await get(fok.id)).status).toBe('filled');
    desk.clock.advance(8 * hour);
    expect((await trader('post', '/v2/orders', { ...rest, time_in_force: 'ioc' })).body.code).toBe(42210000);
  });

  test('cls trades at the close; opg at the next open; both have a window', async () => {
    const body = { symbol: 'KO', qty: '1', side: 'buy', type: 'market' };
    const cls = await place({ ...body, time_in_force: 'cls' });
    expect(cls.status).toBe('accepted');
    expect((await trader('post', '/v2/orders', { ...body, time_in_force: 'opg' })).body.code).toBe(42210000);
    desk.clock.advance(6 * hour);
    expect(await get(cls.id)).toMatchObject({ status: 'filled', filled_at: '2026-11-17T21:00:00.000Z' });
    expect((await trader('post', '/v2/orders', { ...body, time_in_force: 'cls' })).body.code).toBe(42210000);
    desk.clock.advance(3 * hour);
    const opg = await place({ ...body, time_in_force: 'opg' });
    desk.clock.advance(16 * hour);
    expect(await get(opg.id)).toMatchObject({ status: 'filled', filled_at: '2026-11-18T14:30:00.000Z' });
  });

  test('an extended-hours limit order trades before the open', async () => {
    desk.clock.advance(12 * hour);
    const id = (await place({ ...rest, limit_price: '500', qty: '1', extended_hours: true })).id;
    expect((await get(id)).status).toBe('accepted');
    desk.clock.advance(7 * hour);
    expect(await get(id)).toMatchObject({ status: 'filled', filled_at: '2026-11-18T09:00:00.000Z' });
  });

  test('a gtc order ends after ninety days, at a close', async () => {
    expect((await place({ ...rest, time_in_force: 'gtc' })).expires_at).toBe('2027-02-16T21:00:00.000Z');
  });
});

test('an open short in what is no longer easy to borrow is canceled before the next open', async () => {
  const short = { symbol: 'KO', qty: '1', side: 'sell', type: 'limit', time_in_force: 'gtc', limit_price: '90' };
  const { id } = await place(short);
  await desk.hook('post', '/market/symbols/KO', { easy_to_borrow: false });
  expect((await trader('get', '/v2/assets/KO')).body.borrow_status).toBe('hard_to_borrow');
  expect((await get(id)).status).toBe('new');
  desk.clock.advance(18 * hour);
  expect((await get(id)).status).toBe('canceled');
  expect((await trader('post', '/v2/orders', short)).body.code).toBe(42210000);
});

test('the day is done for a part-filled gtc order also where the timer of the close is late', async () => {
  const clock = createVirtualClock();
  const late = await openDesk({ clock: { now: () => clock.now() + 1, schedule: clock.schedule } });
  const user = late.as('free@example.com');
  const { id } = (await user('post', '/v2/orders', { ...rest, time_in_force: 'gtc' })).body;
  await late.hook('post', `/orders/${id}`, { action: 'fill', qty: '4' });
  clock.advance(6 * hour);
  expect((await user('get', `/v2/orders/${id}`)).body.status).toBe('done_for_day');
  clock.advance(18 * hour);
  expect((await user('get', `/v2/orders/${id}`)).body.status).not.toBe('done_for_day');
  await late.close();
});
