import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, openDesk, type Reply } from '../../dev/testing/broker.ts';

// Every row of the error catalogue, by status and code: the message may change, as the vendor says.
let desk: Desk;
let trader: ReturnType<Desk['as']>;
let me: { id: string; accounts: { id: string }[] };
beforeEach(async () => {
  desk = await openDesk({ requestsPerMinute: 200 });
  trader = desk.as('free@example.com');
  me = (await trader('get', '/v1/users/me')).body;
});
afterEach(() => desk.close());

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const market = { symbol: 'AAPL', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' };
const order = (body: object) => trader('post', '/v2/orders', body);
const account = (body: object) => desk.hook('patch', `/accounts/${me.accounts[0]!.id}`, body);
const configure = (body: object) => trader('patch', '/v2/account/configurations', body);
const quote = (symbol: string, bid: string, ask: string) =>
  desk.hook('post', `/market/symbols/${symbol}`, { quote: { bid, ask } });
const seen = ({ status, body }: Reply) => [status, body.code];

const notFound = [404, 40410000];
const forbidden = [403, 40310000];
const unprocessable = [422, 40010001];
const rule = [422, 42210000];
const option = 'AAPL261218C00300000';

test('401 without, with wrong and with foreign credentials; 403 with a live key', async () => {
  const api = supertest(desk.broker.origin);
  expect(seen(await api.get('/v2/account'))).toEqual([401, 40110000]);
  const live = await api.get('/v2/account').set('APCA-API-KEY-ID', 'AKLIVE').set('APCA-API-SECRET-KEY', 's');
  expect([live.status, live.body]).toEqual([403, { message: 'forbidden.' }]);
});

test('403 insufficient buying power, with what there is and what it costs', async () => {
  const { status, body } = await order({ ...rest, qty: '1000' });
  expect([status, body]).toEqual([
    403,
    { code: 40310000, message: 'insufficient buying power', buying_power: '200000.00', cost_basis: '400000.00' },
  ]);
});

test('403 insufficient quantity, with what is held and by which orders', async () => {
  await order({ ...market, qty: '1' });
  const { body: selling } = await order({ ...market, side: 'sell', type: 'limit', limit_price: '400' });
  const { status, body } = await order({ ...market, side: 'sell', type: 'limit', limit_price: '401' });
  expect([status, body]).toMatchObject([
    403,
    {
      code: 40310000,
      available: '0',
      existing_qty: '1',
      held_for_orders: '1',
      related_orders: [selling.id],
      symbol: 'AAPL',
    },
  ]);
});

test('403 wash trade, with the other order and the reason', async () => {
  await order({ ...rest, limit_price: '420', qty: '1' });
  await order({ ...rest, limit_price: '400' });
  const { body } = await order({
    ...rest,
    qty: '1',
    side: 'sell',
    type: 'stop',
    limit_price: undefined,
    stop_price: '300',
  });
  expect(body).toMatchObject({ code: 40310000, reject_reason: 'opposite side limit order exists' });
  expect(body.existing_order_id).toBeDefined();
});

describe('403 by account', () => {
  test.each([
    ['suspended by the user', () => configure({ suspend_trade: true })],
    ['trading blocked', () => account({ trading_blocked: true })],
    ['account blocked', () => account({ account_blocked: true })],
    ['liquidation only', () => account({ liquidation_only: true })],
  ])('%s', async (_name, restrict) => {
    await restrict();
    expect(seen(await order(rest))).toEqual(forbidden);
  });

  test('a long buy while a short sell is open, and the other way round', async () => {
    const { body } = await order({ ...rest, side: 'sell', limit_price: '500' });
    expect(seen(await order(rest))).toEqual(forbidden);
    await trader('delete', `/v2/orders/${body.id}`);
    await order(rest);
    expect(seen(await order({ ...rest, side: 'sell', limit_price: '500' }))).toEqual(forbidden);
  });

  test('shorting: not allowed, too little equity, hard to borrow, price test', async () => {
    expect(seen(await order({ ...market, symbol: 'GME', side: 'sell' }))).toEqual(rule);
    await configure({ no_shorting: true });
    expect(seen(await order({ ...market, side: 'sell' }))).toEqual(forbidden);
    await configure({ no_shorting: false });
    await quote('AAPL', '200.00', '200.10');
    expect(seen(await order({ ...market, side: 'sell' }))).toEqual(rule);
    expect((await order({ ...market, side: 'sell', type: 'limit', limit_price: '200.05' })).status).toBe(200);
    await account({ deposit: '-98500' });
    expect(seen(await order({ ...market, symbol: 'KO', side: 'sell' }))).toEqual(forbidden);
  });

  test('options: not authorized, no buying power, whole contracts, hours, unknown, expired', async () => {
    expect(seen(await order({ ...market, symbol: option }))).toEqual(forbidden);
    await configure({ max_options_trading_level: 2 });
    expect(seen(await order({ ...market, symbol: option }))).toEqual(forbidden);
    expect(seen(await order({ ...market, symbol: option, qty: '1.5' }))).toEqual(rule);
    expect(seen(await order({ ...market, symbol: 'ZZZ261218C00300000' }))).toEqual(rule);
    expect(seen(await order({ ...market, symbol: 'AAPL200117C00300000' }))).toEqual(rule);
    await desk.hook('post', '/market', { open: false });
    expect(seen(await order({ ...market, symbol: option }))).toEqual(rule);
  });

  test('40310100 day trading, under the old rule only', async () => {
    await account({ deposit: '-90000' });
    const dayTrade = async () => {
      await order({ ...market, symbol: 'KO' });
      return trader('delete', '/v2/positions/KO');
    };
    for (let n = 0; n < 3; n += 1) await dayTrade();
    await desk.hook('post', '/market', { rule_set: 'legacy_pdt' });
    expect((await trader('get', '/v2/account')).body).toMatchObject({ daytrade_count: 3, multiplier: '2' });
    expect(seen(await order({ ...market, symbol: 'KO' }))).toEqual([403, 40310100]);
    await desk.hook('post', '/market', { rule_set: 'intraday_margin' });
    expect((await order({ ...market, symbol: 'KO' })).status).toBe(200);
    expect((await trader('get', '/v2/account')).body).not.toHaveProperty('daytrade_count');
  });
});

test.each([
  '/v2/orders/4f2b0d6e-0000-4000-8000-000000000000',
  '/v2/orders:by_client_order_id?client_order_id=never',
  '/v2/positions/AAPL',
  '/v2/assets/NOPE',
  '/v2/stocks/NOPE/quotes/latest',
  '/v2/nowhere',
  '/v1/trading/accounts/nobody/account',
])('404 %s', async (path) => {
  expect(seen(await trader('get', path))).toEqual(notFound);
});

test.each<[string, object, (string | number)[]]>([
  ['unknown symbol', { symbol: 'NOPE' }, unprocessable],
  ['symbol in lower case', { symbol: 'msft' }, unprocessable],
  ['symbol with a space', { symbol: 'MSFT ' }, unprocessable],
  ['look-alike letters', { symbol: 'МSFT' }, unprocessable],
  ['inactive symbol', { symbol: 'OBDL', limit_price: '50' }, unprocessable],
  ['untradable symbol', { symbol: 'OBNT', limit_price: '18' }, unprocessable],
  ['no quantity', { qty: undefined }, unprocessable],
  ['quantity and notional', { notional: '100' }, unprocessable],
  ['extended hours with market', { type: 'market', limit_price: undefined, extended_hours: true }, unprocessable],
  ['extended hours with ioc', { time_in_force: 'ioc', extended_hours: true }, unprocessable],
  ['fraction of what has none', { symbol: 'BRK.B', qty: '0.5', limit_price: '500' }, unprocessable],
  ['position intent that is not so', { position_intent: 'buy_to_close' }, unprocessable],
  ['sub-penny price', { limit_price: '290.123' }, rule],
  ['five decimals below a dollar', { symbol: 'OBNY', limit_price: '0.61234' }, rule],
  ['fraction in a bracket', { qty: '0.5', order_class: 'bracket' }, rule],
  ['fraction for gtc', { qty: '0.5', time_in_force: 'gtc' }, rule],
  ['bracket without exits', { order_class: 'bracket' }, rule],
  ['stop above the entry', { order_class: 'oto', stop_loss: { stop_price: '401' } }, rule],
  ['profit below the entry', { order_class: 'oto', take_profit: { limit_price: '399' } }, rule],
  [
    'oco without a position',
    { order_class: 'oco', take_profit: { limit_price: '399' }, stop_loss: { stop_price: '450' } },
    rule,
  ],
  ['far from the market', { limit_price: '4000' }, rule],
  ['too large', { qty: '900000' }, rule],
  ['negative quantity', { qty: '-1' }, unprocessable],
  ['zero', { qty: '0' }, unprocessable],
  ['not a number', { qty: 'NaN' }, unprocessable],
  ['thousands separator', { qty: '1,000' }, unprocessable],
  ['exponent', { qty: '1e3' }, unprocessable],
  ['large exponent', { qty: 1e21 }, unprocessable],
  ['leading zeros', { qty: '0010' }, unprocessable],
  ['ten decimals', { qty: '0.1234567891' }, unprocessable],
  ['a number that JSON rounds', { qty: 12345678.123456789 }, unprocessable],
  ['unknown field', { quantity: '10' }, unprocessable],
  ['wrong type', { qty: true }, unprocessable],
  ['wrong side', { side: 'hold' }, unprocessable],
  ['long client order id', { client_order_id: 'x'.repeat(129) }, unprocessable],
  ['body that is a list', [], [400, 40010000]],
])('422 %s', async (_name, changes, expected) => {
  const before = (await trader('get', '/v2/account')).body;
  expect(seen(await order(Array.isArray(changes) ? changes : { ...rest, ...changes }))).toEqual(expected);
  expect((await trader('get', '/v2/account')).body).toEqual(before);
  expect((await trader('get', '/v2/orders?status=all')).body).toEqual([]);
});

test('422 equities not allowed for the account; quantity must be integer', async () => {
  await account({ equities_disabled: true });
  expect(seen(await order(rest))).toEqual(unprocessable);
  await account({ equities_disabled: false });
  await configure({ fractional_trading: false });
  expect(seen(await order({ ...rest, qty: '0.5' }))).toEqual(unprocessable);
});

test('a replacement is held to the rules of opening: liquidation only, the short sale price test', async () => {
  const { id } = (await order(rest)).body;
  await account({ liquidation_only: true });
  expect(seen(await trader('patch', `/v2/orders/${id}`, { qty: '20' }))).toEqual(forbidden);
  await account({ liquidation_only: false });
  await quote('AAPL', '200.00', '200.10');
  const short = (await order({ ...market, side: 'sell', type: 'limit', limit_price: '200.05' })).body;
  expect(seen(await trader('patch', `/v2/orders/${short.id}`, { limit_price: '199.00' }))).toEqual(rule);
  expect((await trader('patch', `/v2/orders/${short.id}`, { limit_price: '200.08' })).status).toBe(200);
});

test('422 for the quantity of a fractional order, and for a bracket or oto that leaves a position', async () => {
  const { id } = (await order({ ...rest, qty: '0.5' })).body;
  expect(seen(await trader('patch', `/v2/orders/${id}`, { qty: '2' }))).toEqual(rule);
  expect((await trader('patch', `/v2/orders/${id}`, { qty: '0.5', limit_price: '399' })).body.limit_price).toBe('399');
  await account({ position: { symbol: 'KO', qty: '10', price: '70' } });
  const exit = { ...rest, symbol: 'KO', side: 'sell', limit_price: '75', stop_loss: { stop_price: '80' } };
  expect(seen(await order({ ...exit, order_class: 'bracket', take_profit: { limit_price: '70' } }))).toEqual(rule);
  expect(seen(await order({ ...exit, order_class: 'oto' }))).toEqual(rule);
});

test('422 for a trail that reaches below zero, placed or replaced', async () => {
  await account({ position: { symbol: 'KO', qty: '10', price: '70' } });
  const trailing = { symbol: 'KO', qty: '1', side: 'sell', type: 'trailing_stop', time_in_force: 'day' };
  expect(seen(await order({ ...trailing, trail_price: '300' }))).toEqual(rule);
  expect(seen(await order({ ...trailing, trail_percent: '100' }))).toEqual(rule);
  const { id } = (await order({ ...trailing, trail_percent: '99' })).body;
  expect(seen(await trader('patch', `/v2/orders/${id}`, { trail: '100' }))).toEqual(rule);
});

test('422 for closing a finer part than nine decimals', async () => {
  await account({ position: { symbol: 'KO', qty: '10', price: '70' } });
  expect(seen(await trader('delete', '/v2/positions/KO?qty=0.1234567891'))).toEqual(unprocessable);
  expect(seen(await trader('delete', '/v2/positions/KO?percentage=0.1234567891'))).toEqual(unprocessable);
});

test('422 for orders past changing: filled, canceled, replaced, waiting, unchanged', async () => {
  const filled = (await order(market)).body.id;
  expect(seen(await trader('delete', `/v2/orders/${filled}`))).toEqual(rule);
  expect(seen(await trader('patch', `/v2/orders/${filled}`, { qty: '2' }))).toEqual(rule);
  const resting = (await order(rest)).body.id;
  expect(seen(await trader('patch', `/v2/orders/${resting}`, { limit_price: '400.00' }))).toEqual(rule);
  expect(seen(await trader('patch', `/v2/orders/${resting}`, { notional: '400' }))).toEqual(unprocessable);
  await desk.hook('post', '/market', { open: false });
  const waiting = (await order(rest)).body.id;
  expect(seen(await trader('patch', `/v2/orders/${waiting}`, { qty: '2' }))).toEqual(rule);
});

test('429 beyond 200 requests a minute of an account, until the next minute', async () => {
  desk.clock.advance(60_000);
  for (let n = 0; n < 200; n += 1) await trader('get', '/v2/clock');
  const refused = await trader('get', '/v2/clock');
  expect(seen(refused)).toEqual([429, 42910000]);
  expect(refused.headers).toMatchObject({
    'x-ratelimit-limit': '200',
    'x-ratelimit-remaining': '0',
    'retry-after': '60',
  });
  expect((await desk.as('trader@example.com')('get', '/v2/clock')).status).toBe(200);
  desk.clock.advance(60_000);
  expect((await trader('get', '/v2/clock')).headers['x-ratelimit-remaining']).toBe('199');
});

test('500 when ordered', async () => {
  await desk.hook('post', '/faults', { kind: 'server_error' });
  expect(seen(await order(rest))).toEqual([500, 50010000]);
});
