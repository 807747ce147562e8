import { Alpaca, streaming, trading } from '@alpacahq/alpaca-trade-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from '../dev/testing/broker.ts';
import { seededKeys } from './users.ts';

// The vendor's own client, as published: what it reads of our answers, a user of the real API reads.
let desk: Desk;
let alpaca: Alpaca;
const { keyId, secret } = seededKeys('free@example.com');

beforeEach(async () => {
  desk = await openDesk();
  const { origin } = desk.broker;
  const toTheMock = (input: unknown, init?: RequestInit) =>
    fetch(String(input).replace(/^https:\/\/(paper-api|data)\.alpaca\.markets/, origin), init);
  alpaca = new Alpaca({ keyId, secret, rateLimit: false, retry: false, fetchApi: toTheMock as typeof fetch });
});
afterEach(() => desk.close());

const order = { symbol: 'MSFT', qty: 10, side: 'buy', limitPrice: 400 } as const;

test('reads the account, the clock, the calendar and assets', async () => {
  const account = await alpaca.trading.account.getAccount();
  expect(account).toMatchObject({ status: 'ACTIVE', currency: 'USD', cash: '100000', buyingPower: '200000' });
  expect(account.createdAt).toEqual(new Date('2026-11-17T15:00:00Z'));
  const clock = await alpaca.trading.clock.legacyClock();
  expect(clock.isOpen).toBe(true);
  const asset = await alpaca.trading.assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: 'AAPL' });
  expect(asset).toMatchObject({ symbol: 'AAPL', tradable: true, fractionable: true });
});

test('places, finds, lists, replaces and cancels', async () => {
  const placed = await alpaca.trading.orders.limit({ ...order, clientOrderId: 'first' });
  expect(placed).toMatchObject({ status: 'pending_new', symbol: 'MSFT', limitPrice: '400', qty: '10' });
  const found = await alpaca.trading.orders.getOrderByClientOrderId({ clientOrderId: 'first' });
  expect(found.id).toBe(placed.id);
  const replaced = await alpaca.trading.orders.patchOrderByOrderId({
    orderId: placed.id!,
    patchOrderRequest: { limitPrice: '399', qty: '12' },
  });
  expect(replaced).toMatchObject({ replaces: placed.id, limitPrice: '399', qty: '12' });
  const open = await alpaca.trading.orders.getAllOrders({ status: 'open' });
  expect(open.map((one) => one.id)).toEqual([replaced.id]);
  await alpaca.trading.orders.deleteOrderByOrderID({ orderId: replaced.id! });
  const all = await alpaca.trading.orders.getAllOrders({ status: 'all', direction: 'asc' });
  expect(all.map((one) => one.status)).toEqual(['replaced', 'canceled']);
});

test('reads refusals as its typed errors', async () => {
  await alpaca.trading.orders.limit({ ...order, clientOrderId: 'twice' });
  await expect(alpaca.trading.orders.limit({ ...order, clientOrderId: 'twice' })).rejects.toMatchObject({
    status: 422,
    code: 40010001,
  });
  await expect(alpaca.trading.orders.limit({ ...order, qty: 100_000 })).rejects.toMatchObject({ status: 422 });
  await expect(alpaca.trading.orders.limit({ ...order, qty: 1000 })).rejects.toMatchObject({
    status: 403,
    code: 40310000,
  });
});

test('buys, sees the position and closes it, alone and with all others', async () => {
  await alpaca.trading.orders.market({ symbol: 'AAPL', qty: 1, side: 'buy' });
  await alpaca.trading.orders.market({ symbol: 'KO', qty: 1, side: 'buy' });
  const positions = await alpaca.trading.positions.getAllOpenPositions();
  expect(positions.map((one) => [one.symbol, one.qty, one.side])).toEqual([
    ['AAPL', '1', 'long'],
    ['KO', '1', 'long'],
  ]);
  const closing = await alpaca.trading.positions.deleteOpenPosition({ symbolOrAssetId: 'AAPL' });
  expect(closing).toMatchObject({ side: 'sell', symbol: 'AAPL', qty: '1' });
  const rest = await alpaca.trading.positions.deleteAllOpenPositions({ cancelOrders: true });
  expect(rest.map((one) => [one.symbol, one.status])).toEqual([['KO', 200]]);
  expect(await alpaca.trading.positions.getAllOpenPositions()).toEqual([]);
});

test('places brackets, and reads quotes, bars and portfolio history', async () => {
  const bracket = await alpaca.trading.orders.bracket({
    symbol: 'AAPL',
    qty: 2,
    side: 'buy',
    type: 'market',
    timeInForce: 'gtc',
    takeProfit: { limitPrice: 400 },
    stopLoss: { stopPrice: 200 },
  } as never);
  expect(bracket.legs?.map((leg) => [leg.type, leg.status])).toEqual([
    ['limit', 'held'],
    ['stop', 'held'],
  ]);
  const quotes = await alpaca.marketData.stocks.stockLatestQuotes({ symbols: 'AAPL,MSFT' });
  expect(Object.keys(quotes.quotes)).toEqual(['AAPL', 'MSFT']);
  const bars = await alpaca.marketData.stocks.stockBars({
    symbols: 'AAPL',
    timeframe: '1Day',
    start: new Date('2026-11-02'),
  } as never);
  expect(bars.bars.AAPL!.length).toBeGreaterThan(9);
  const history = await alpaca.trading.portfolioHistory.getAccountPortfolioHistory({ period: '1D' });
  expect(history.equity.length).toBe(history.timestamp.length);
});

test('streams trade updates', async () => {
  const stream = new streaming.TradingStream({
    credentials: { keyId, secret },
    url: `${desk.broker.origin.replace('http', 'ws')}/stream`,
  });
  const events: string[] = [];
  const filled = new Promise<void>((resolve) => {
    stream.onTradeUpdate((update) => {
      events.push(update.event);
      if (update.event === 'fill') resolve();
    });
  });
  const listening = new Promise<void>((resolve) => stream.on('subscription', () => resolve()));
  stream.onConnect(() => stream.subscribeTradeUpdates());
  stream.connect();
  expect(await stream.waitForAuthentication()).toBe(true);
  await listening;
  await new trading.OrdersApi(new trading.Configuration({ keyId, secret, basePath: desk.broker.origin })).postOrder({
    postOrderRequest: { symbol: 'AAPL', qty: '1', side: 'buy', type: 'market', timeInForce: 'day' },
  });
  await filled;
  stream.disconnect();
  expect(events).toEqual(['pending_new', 'new', 'fill']);
});

test('keeps watchlists', async () => {
  const { watchlists } = alpaca.trading;
  const made = await watchlists.postWatchlist({ createWatchlistRequest: { name: 'Tech', symbols: ['MSFT'] } });
  await watchlists.addAssetToWatchlist({ watchlistId: made.id, addAssetToWatchlistRequest: { symbol: 'AAPL' } });
  const { assets } = await watchlists.getWatchlistByName({ name: 'Tech' });
  expect(assets?.map(({ symbol }) => symbol)).toEqual(['MSFT', 'AAPL']);
  await watchlists.deleteWatchlistByName({ name: 'Tech' });
  expect(await watchlists.getWatchlists()).toEqual([]);
});
