import Big from 'big.js';
import { type Book, quoteOf } from '../../../mock-broker/book/book.ts';
import { cancelOrder, finishCancel } from '../../../mock-broker/book/cancel.ts';
import { changeOrder, endOrder, fillOrder, matchSymbol, orderIn } from '../../../mock-broker/book/lifecycle.ts';
import { exchangeAnswers, placeOrder } from '../../../mock-broker/book/place.ts';
import { readReplacement, replacementAnswered, replaceOrder } from '../../../mock-broker/book/replace.ts';
import { readOrderRequest } from '../../../mock-broker/book/request.ts';
import { restartBook } from '../../../mock-broker/book/restart.ts';
import type { Order } from '../../../mock-broker/book/state.ts';
import { isOpenOrder, remaining } from '../../../mock-broker/book/state.ts';
import { tick } from '../../../mock-broker/book/ticks.ts';
import { smaller } from '../../../mock-broker/market/money.ts';
import { placeTwice, readLate } from './faulty.ts';
import type { World } from './world.ts';

/** Three whole numbers: what to do, and two choices for it. Any numbers make a command. */
export type Command = readonly [number, number, number];

const symbols = ['AAPL', 'KO', 'F', 'OBNY', 'GME'];
const types = ['market', 'limit', 'stop', 'stop_limit', 'trailing_stop'] as const;
const durations = ['day', 'gtc', 'day', 'ioc', 'fok', 'opg', 'cls'] as const;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** A price some hundredths of the market away, on a tick. */
function priceNear(book: Book, symbol: string, percent: number): string {
  const price = quoteOf(book, symbol)
    .last.times(100 + percent)
    .div(100);
  return price.round(price.lt(1) ? 4 : 2, Big.roundHalfEven).toFixed();
}

function orderBody(book: Book, a: number, b: number): Record<string, unknown> {
  const symbol = pick(symbols, a);
  const type = pick(types, a >>> 3);
  const near = (shift: number) => priceNear(book, symbol, ((b >>> shift) % 9) - 4);
  const body: Record<string, unknown> = {
    symbol,
    side: pick(['buy', 'sell'], a >>> 6),
    type,
    time_in_force: pick(durations, a >>> 7),
    qty: String(1 + (b % 40)),
  };
  if (type === 'limit' || type === 'stop_limit') body.limit_price = near(6);
  if (type === 'stop' || type === 'stop_limit') body.stop_price = near(10);
  if (type === 'trailing_stop') body.trail_percent = String(1 + (b % 5));
  if ((a >>> 10) % 5 === 0) body.extended_hours = true;
  if ((a >>> 10) % 7 === 0) body.qty = `${b % 9}.${1 + (b % 999)}`;
  if ((a >>> 11) % 11 === 0) dollars(body, b);
  if ((a >>> 12) % 3 === 0) complex(book, body, symbol, a, b);
  return body;
}

function dollars(body: Record<string, unknown>, b: number): void {
  for (const field of ['qty', 'limit_price', 'stop_price', 'trail_percent', 'extended_hours']) delete body[field];
  Object.assign(body, { type: 'market', time_in_force: 'day', notional: `${1 + (b % 500)}.${b % 10}` });
}

function complex(book: Book, body: Record<string, unknown>, symbol: string, a: number, b: number): void {
  const long = body.side === 'buy';
  const order_class = pick(['bracket', 'oto', 'oco'], a >>> 14);
  body.order_class = order_class;
  body.time_in_force = 'gtc';
  const exitLong = order_class === 'oco' ? !long : long;
  const away = 1 + (b % 6);
  body.take_profit = { limit_price: priceNear(book, symbol, exitLong ? away : -away) };
  if (order_class !== 'oto') body.stop_loss = { stop_price: priceNear(book, symbol, exitLong ? -away : away) };
}

function someOrder({ book, account }: World, n: number, open: boolean): Order | undefined {
  const ids = open ? [...account.open] : account.orders;
  return ids.length === 0 ? undefined : orderIn(book, pick(ids, n));
}

function place({ book, account }: World, a: number, b: number): void {
  exchangeAnswers(book, placeOrder(book, account, readOrderRequest(orderBody(book, a, b))));
}

function replace(world: World, a: number, b: number): void {
  const order = someOrder(world, a, b % 4 !== 0);
  if (!order) return;
  const body: Record<string, unknown> = { qty: String(1 + (b % 50)) };
  if (order.limit_price !== null) body.limit_price = priceNear(world.book, order.symbol, (b % 7) - 3);
  replacementAnswered(world.book, replaceOrder(world.book, world.account, order, readReplacement(body)));
}

function close({ book, account }: World, a: number): void {
  const position = pick([...account.positions.values(), undefined], a);
  if (!position) return;
  const side = position.qty.gt(0) ? 'sell' : 'buy';
  const qty = position.qty.abs().toFixed();
  const request = { symbol: position.symbol, side, qty, type: 'market', time_in_force: 'day' };
  exchangeAnswers(book, placeOrder(book, account, readOrderRequest(request)));
}

function exchangeFills(world: World, a: number, b: number): void {
  const order = someOrder(world, a, true);
  if (!order || order.status === 'held') return;
  const left = remaining(order);
  const qty = b % 2 === 0 ? left : smaller(left, left.div(2).round(0, Big.roundUp));
  fillOrder(world.book, order, qty, quoteOf(world.book, order.symbol).ask);
}

function bust({ book, account }: World, a: number): void {
  const fills = account.activities.filter((one) => one.type === 'FILL' && !one.busted);
  const found = fills.length > 0 ? pick(fills, a) : undefined;
  if (found) book.emit({ type: 'fill_busted', order: found.order!, execution: found.id, at: book.now() });
}

function exchangeSays(world: World, a: number, b: number): void {
  const order = someOrder(world, a, true);
  if (!order || order.status === 'held') return;
  if (b % 7 === 0) endOrder(world.book, order, 'rejected', 'told to');
  else if (b % 7 === 1) endOrder(world.book, order, 'canceled');
  else if (order.status.startsWith('pending')) finishCancel(world.book, order);
  else changeOrder(world.book, order, pick(['stopped', 'suspended', 'calculated', 'done_for_day'] as const, b));
}

function moveQuote({ book }: World, a: number, b: number): void {
  const symbol = pick(symbols, a);
  const at = book.now();
  if (b % 5 === 0) book.emit({ type: 'quote_released', symbol, at });
  else {
    const bid = priceNear(book, symbol, (b % 21) - 10);
    book.emit({ type: 'quote_set', symbol, bid, ask: new Big(bid).plus('0.02').toFixed(), at });
  }
  matchSymbol(book, symbol);
}

function halt({ book }: World, a: number, b: number): void {
  const symbol = pick(symbols, a);
  const at = book.now();
  if (b % 2 === 0) book.emit({ type: 'symbol_halted', symbol, reason: 'halt', at });
  else book.emit({ type: 'symbol_resumed', symbol, at });
  matchSymbol(book, symbol);
}

function force({ book }: World, b: number): void {
  book.emit({ type: 'market_forced', open: pick([true, false, null], b), at: book.now() });
  tick(book);
}

function cancelEverything({ book, account }: World): void {
  for (const id of [...account.open]) {
    const order = orderIn(book, id);
    if (isOpenOrder(order) && order.status !== 'pending_cancel' && order.status !== 'pending_replace') {
      if (!order.replaces || orderIn(book, order.replaces).status !== 'pending_replace') cancelOrder(book, order);
    }
  }
}

function cancel(world: World, a: number, b: number): void {
  const order = someOrder(world, a, b % 5 !== 0);
  if (order) cancelOrder(world.book, order, { stuck: b % 11 === 0 });
}

/** By the first number: mostly orders, sometimes the exchange, the market, the clock, a crash or a fault. */
const table: readonly ((world: World, a: number, b: number) => void)[] = [
  place,
  place,
  place,
  place,
  place,
  cancel,
  replace,
  replace,
  close,
  exchangeFills,
  bust,
  exchangeSays,
  moveQuote,
  halt,
  (world, a) => world.clock.advance((a % 900) * 1000),
  (world, a) => world.clock.advance((a % 30) * 3_600_000),
  (world, _a, b) => force(world, b),
  cancelEverything,
  (world, a) => {
    world.book.settings.latencyMs = (a % 3) * 1000;
  },
  (world) => {
    restartBook(world.book);
    world.account = world.book.state.accounts.get(world.account.id)!;
  },
  (world, a, b) => placeTwice(world, readOrderRequest(orderBody(world.book, a, b))),
  (world, a) => readLate(world, a % 3600),
];

export const run = (world: World, [what, a, b]: Command): void => table[what % table.length]!(world, a, b);
