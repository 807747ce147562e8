import { expect, test } from 'vitest';
import { deskOfEachTest } from '../../dev/testing/desk.ts';

const desk = deskOfEachTest();
const trader = desk.as('free@example.com');

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const market = { symbol: 'AAPL', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' };
const list = async (query: string) => (await trader('get', `/v2/orders?${query}`)).body;
const symbols = async (query: string) => (await list(query)).map((one: { symbol: string }) => one.symbol);

test('orders are listed by each filter', async () => {
  const orders: { id: string; symbol: string; submitted_at: string }[] = [];
  for (const symbol of ['MSFT', 'AAPL', 'KO']) {
    const limit_price = { MSFT: '400', AAPL: '200', KO: '60' }[symbol];
    orders.push((await trader('post', '/v2/orders', { ...rest, symbol, limit_price })).body);
    desk.clock.advance(1000);
  }
  const [first, second, third] = orders;
  await trader('delete', `/v2/orders/${third!.id}`);
  expect(await symbols('')).toEqual(['AAPL', 'MSFT']);
  expect(await symbols('status=closed')).toEqual(['KO']);
  expect(await symbols('status=all&direction=asc&limit=2')).toEqual(['MSFT', 'AAPL']);
  expect(await symbols('status=all&symbols=KO,MSFT')).toEqual(['KO', 'MSFT']);
  expect(await symbols('side=sell')).toEqual([]);
  expect(await symbols(`status=all&after=${first!.submitted_at}&until=${third!.submitted_at}`)).toEqual(['AAPL']);
  expect(await symbols(`before_order_id=${second!.id}`)).toEqual(['MSFT']);
  expect(await symbols(`status=all&after_order_id=${second!.id}`)).toEqual(['KO']);
  expect(await symbols('asset_class=us_equity,us_option')).toEqual(['AAPL', 'MSFT']);
  expect(await symbols('asset_class=us_option,crypto')).toEqual([]);
});

test('what the list does not know or cannot combine is refused', async () => {
  const { id, submitted_at } = (await trader('post', '/v2/orders', rest)).body;
  const queries = [
    'asset_class=us_equity,beans',
    `before_order_id=${id}&after_order_id=${id}`,
    `before_order_id=${id}&until=${submitted_at}`,
    'status=new',
    'limit=501',
    'side=hold',
  ];
  for (const query of queries) expect((await list(query)).code, query).toBe(40010001);
});

test('activities are listed by category, and paged', async () => {
  const email = 'free@example.com';
  await desk.hook('patch', `/accounts/${email}`, { deposit: '-5' });
  for (let n = 0; n < 3; n += 1) await trader('post', '/v2/orders', { ...market, symbol: 'KO' });
  const activities = async (query: string) => (await trader('get', `/v2/account/activities?${query}`)).body;
  expect(await activities('category=trade_activity')).toHaveLength(3);
  expect(await activities('category=non_trade_activity&direction=asc')).toMatchObject([
    { activity_type: 'JNLC', date: '2026-11-17', description: 'opening balance' },
    { net_amount: '-5', description: 'cash moved out' },
  ]);
  expect((await activities('category=beans')).code).toBe(40010001);
  expect((await activities('category=trade_activity&activity_types=FILL')).code).toBe(40010001);
  const all = await activities('');
  const [head] = await activities('page_size=1');
  expect(await activities(`page_token=${head.id}`)).toEqual(all.slice(1));
});

test('portfolio history has the steps of its span, and takes two of start, end and period', async () => {
  desk.clock.advance(45 * 24 * 3_600_000);
  const history = async (query: string) => (await trader('get', `/v2/account/portfolio/history?${query}`)).body;
  expect((await history('period=1D')).timeframe).toBe('1Min');
  expect((await history('period=2W')).timeframe).toBe('15Min');
  expect((await history('period=1M')).timeframe).toBe('1D');
  expect((await history('start=2026-12-01&period=1D&timeframe=1D')).timestamp).toHaveLength(1);
  expect((await history('start=2026-12-01&end=2026-12-02&period=1D')).code).toBe(40010001);
  const { profit_loss, equity, base_value } = await history('period=1D');
  expect(profit_loss).toEqual(equity.map((one: number) => one - base_value));
});

test('the newer calendar has the parts of each day, and knows the markets of New York', async () => {
  const { body } = await trader('get', '/v3/calendar/NYSE?start=2026-11-25&end=2026-11-27');
  expect(body.market).toMatchObject({ acronym: 'NYSE', timezone: 'America/New_York' });
  expect(body.calendar).toMatchObject([
    { date: '2026-11-25', core_start: '2026-11-25T09:30:00.000-05:00', post_end: '2026-11-25T20:00:00.000-05:00' },
    { date: '2026-11-27', core_end: '2026-11-27T13:00:00.000-05:00', settlement_date: '2026-11-30' },
  ]);
  expect((await trader('get', '/v3/calendar/MOON')).status).toBe(404);
});

test('an order can name its asset by id', async () => {
  const { id } = (await trader('get', '/v2/assets/MSFT')).body;
  expect((await trader('post', '/v2/orders', { ...rest, symbol: id })).body.symbol).toBe('MSFT');
});

test('assets are listed by attribute; what cannot be shorted is hard to borrow', async () => {
  const assets = async (query: string) => (await trader('get', `/v2/assets?${query}`)).body;
  expect(await assets('attributes=has_options')).toEqual([]);
  const fractional = await assets('attributes=has_options,fractional_eh_enabled');
  expect(fractional.every((one: { fractionable: boolean }) => one.fractionable)).toBe(true);
  expect(fractional.length).toBeGreaterThan(5);
  expect((await trader('get', '/v2/assets/OBNS')).body.borrow_status).toBe('hard_to_borrow');
});

test('a blocked account is active and blocked: there is no such status among those that clients know', async () => {
  await desk.hook('patch', '/accounts/free@example.com', { account_blocked: true });
  expect((await trader('get', '/v2/account')).body).toMatchObject({ status: 'ACTIVE', account_blocked: true });
});
