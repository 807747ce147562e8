import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../broker-for-tests.ts';
import { createVirtualClock } from '../clock.ts';

let desk: Desk;
let trader: ReturnType<Desk['as']>;
beforeEach(async () => {
  desk = await openDesk();
  trader = desk.as('free@example.com');
});
afterEach(() => desk.close());

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const place = async (body: object) => (await trader('post', '/v2/orders', body)).body;
const get = async (id: string) => (await trader('get', `/v2/orders/${id}`)).body;
const tell = (id: string, body: object) => desk.hook('post', `/orders/${id}`, body);
const quote = (symbol: string, bid: string, ask: string) =>
  desk.hook('post', `/market/symbols/${symbol}`, { quote: { bid, ask } });
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

describe('classes', () => {
  const bracket = {
    ...rest,
    order_class: 'bracket',
    time_in_force: 'gtc',
    take_profit: { limit_price: '450' },
    stop_loss: { stop_price: '390' },
  };

  test('exits of a bracket wait for the entry; one exit cancels the other', async () => {
    const { id, legs } = await place(bracket);
    await tell(id, { action: 'fill', price: '400' });
    expect((await get(legs[0].id)).status).toBe('new');
    expect((await trader('get', '/v2/positions/MSFT')).body.qty_available).toBe('0');
    await quote('MSFT', '450.00', '450.10');
    for (let n = 0; n < 5; n += 1) await quote('MSFT', '450.00', '450.10');
    expect((await get(legs[0].id)).status).toBe('filled');
    expect((await get(legs[1].id)).status).toBe('canceled');
    expect((await trader('get', '/v2/positions')).body).toEqual([]);
  });

  test('canceling the entry cancels its exits, and an exit takes the other with it', async () => {
    const first = await place(bracket);
    await trader('delete', `/v2/orders/${first.id}`);
    expect((await get(first.legs[0].id)).status).toBe('canceled');
    const second = await place(bracket);
    await tell(second.id, { action: 'fill' });
    await trader('delete', `/v2/orders/${second.legs[1].id}`);
    expect((await get(second.legs[0].id)).status).toBe('canceled');
  });

  test('an exit that is canceled while it waits takes the entry with it, which would have none', async () => {
    const { id, legs } = await place(bracket);
    await trader('delete', `/v2/orders/${legs[0].id}`);
    const entry = await get(id);
    expect([entry, ...entry.legs].map(({ status }) => status)).toEqual(['canceled', 'canceled', 'canceled']);
  });

  test('an exit of an oco pair that trades while the other is being replaced leaves the rest to what replaces it', async () => {
    await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
    await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
    const exits = { take_profit: { limit_price: '90' }, stop_loss: { stop_price: '60' } };
    const oco = await place({
      ...{ symbol: 'KO', qty: '2', side: 'sell', type: 'limit', time_in_force: 'gtc', order_class: 'oco' },
      ...exits,
    });
    await desk.hook('post', '/market', { latency_ms: 1000 });
    const { body } = await trader('patch', `/v2/orders/${oco.id}`, { limit_price: '91' });
    await tell(oco.legs[0].id, { action: 'fill', qty: '1' });
    desk.clock.advance(1000);
    expect(await get(body.id)).toMatchObject({ status: 'new', qty: '1' });
    expect((await trader('get', '/v2/positions/KO')).body).toMatchObject({ qty: '1', qty_available: '0' });
  });

  test('a partly filled exit leaves the other for the rest', async () => {
    const { id, legs } = await place(bracket);
    await tell(id, { action: 'fill' });
    await tell(legs[0].id, { action: 'fill', qty: '4' });
    expect((await get(legs[1].id)).qty).toBe('6');
  });

  test('oco leaves a position; oto has one exit', async () => {
    await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
    const oco = await place({
      symbol: 'KO',
      qty: '1',
      side: 'sell',
      type: 'limit',
      time_in_force: 'gtc',
      order_class: 'oco',
      take_profit: { limit_price: '90' },
      stop_loss: { stop_price: '60' },
    });
    expect(oco).toMatchObject({ limit_price: '90', legs: [{ stop_price: '60', type: 'stop' }] });
    await quote('KO', '59.90', '59.95');
    expect((await get(oco.legs[0].id)).status).toBe('filled');
    expect((await get(oco.id)).status).toBe('canceled');
    const oto = await place({ ...bracket, order_class: 'oto', take_profit: undefined });
    expect(oto.legs).toHaveLength(1);
  });
});

describe('races', () => {
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
});
