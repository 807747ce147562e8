import type Big from 'big.js';
import { refusal } from '../errors.ts';
import { decimals, plain, zero } from '../market/money.ts';
import { type Book, quoteOf } from './book.ts';
import { balancesOf } from './buying-power.ts';
import type { PlacedOrder } from './events.ts';
import { changeOrder, orderIn, refuseReplacement, tryFill } from './lifecycle.ts';
import { checkClientOrderId, reservePriceOf } from './place.ts';
import { trailedStop } from './prices.ts';
import { choiceOf, clientOrderIdOf, objectOf, positiveOf } from './request.ts';
import { checkBuyingPower, checkFatFinger, checkHeld, checkOpening, checkWash } from './risk.ts';
import { checkAccount, checkTick, checkTrail } from './rules.ts';
import { type Account, type Order, remaining } from './state.ts';
import { expiryOf } from './windows.ts';

/** What a `PATCH /v2/orders/{id}` asks to change; null for what stays. */
export interface Replacement {
  qty: Big | null;
  limit_price: Big | null;
  stop_price: Big | null;
  trail: Big | null;
  time_in_force: 'day' | 'gtc' | 'opg' | 'cls' | 'ioc' | 'fok' | null;
  client_order_id: string | null;
}

// Clients in use repeat the order's id in the body; the path decides.
const fields = new Set([
  'order_id',
  'qty',
  'time_in_force',
  'limit_price',
  'stop_price',
  'trail',
  'client_order_id',
  'advanced_instructions',
]);

export function readReplacement(value: unknown): Replacement {
  const body = objectOf(value, fields);
  return {
    qty: positiveOf(body, 'qty'),
    limit_price: positiveOf(body, 'limit_price'),
    stop_price: positiveOf(body, 'stop_price'),
    trail: positiveOf(body, 'trail'),
    time_in_force: choiceOf(body, 'time_in_force', ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok']),
    client_order_id: clientOrderIdOf(body),
  };
}

const rule = (message: string) => refusal('orderRule', message);

function checkReplaceable(book: Book, order: Order): void {
  if (book.behaviours.orderCanBeReplaced(order.status)) return;
  if (order.status === 'filled') throw rule('order is already in "filled" state');
  if (order.status === 'replaced') throw rule('order already replaced');
  throw rule(`cannot replace order in ${order.status} status`);
}

function checkChanges(book: Book, order: Order, wanted: Replacement): void {
  if (order.notional !== null) throw rule('notional orders cannot be replaced');
  if (wanted.limit_price && order.limit_price === null) throw rule(`${order.type} orders must not have limit_price`);
  if (wanted.stop_price && (order.stop_price === null || order.type === 'trailing_stop')) {
    throw rule(`${order.type} orders must not have stop_price`);
  }
  if (wanted.trail && order.type !== 'trailing_stop') throw rule(`${order.type} orders must not have a trail`);
  checkTick(book, 'limit_price', wanted.limit_price);
  checkTick(book, 'stop_price', wanted.stop_price);
  if (wanted.qty) checkQty(book, order, wanted.qty);
  if (wanted.time_in_force && !['day', 'gtc'].includes(wanted.time_in_force)) {
    throw rule('time_in_force can be replaced by day or gtc only');
  }
}

function checkQty(book: Book, order: Order, qty: Big): void {
  if (decimals(zero.plus(order.qty)) > 0 && !qty.eq(order.qty))
    throw rule('qty of a fractional order cannot be replaced');
  if (decimals(qty) > 0 && !qty.eq(order.qty)) throw refusal('unprocessable', 'qty must be integer');
  if (order.order_class !== 'simple' && !qty.eq(order.qty)) throw rule('qty of a complex order cannot be replaced');
  if (!book.behaviours.replacementExceedsTheFills(plain(qty), order.filled_qty)) throw rule('qty must be > filled_qty');
}

/** The order as it would be after the change. */
function changed(book: Book, order: Order, wanted: Replacement): PlacedOrder {
  const trail = wanted.trail && plain(wanted.trail);
  const next = {
    ...placedPart(order),
    qty: wanted.qty ? plain(wanted.qty) : order.qty,
    limit_price: wanted.limit_price ? plain(wanted.limit_price) : order.limit_price,
    stop_price: wanted.stop_price ? plain(wanted.stop_price) : order.stop_price,
    trail_price: trail && order.trail_price !== null ? trail : order.trail_price,
    trail_percent: trail && order.trail_percent !== null ? trail : order.trail_percent,
    time_in_force: wanted.time_in_force ?? order.time_in_force,
  };
  if (next.time_in_force !== order.time_in_force) next.expires_at = expiryOf(book, next);
  if (trail) {
    const { last } = quoteOf(book, order.symbol);
    const distance = { price: next.trail_price, percent: next.trail_percent };
    checkTrail(order.side, last, distance);
    next.stop_price = plain(trailedStop(order.side, last, distance));
    next.hwm = plain(last);
  }
  return next;
}

function placedPart(order: Order): PlacedOrder {
  const { id, account, client_order_id, symbol, side, type, time_in_force, order_class, position_intent } = order;
  const { qty, notional, limit_price, stop_price, trail_price, trail_percent, hwm, extended_hours, status } = order;
  const { reserve_price, expires_at, replaces, parent, shares_hold } = order;
  return {
    ...{ id, account, client_order_id, symbol, side, type, time_in_force, order_class, position_intent },
    ...{ qty, notional, limit_price, stop_price, trail_price, trail_percent, hwm, extended_hours, status },
    ...{ reserve_price, expires_at, replaces, parent, shares_hold },
  };
}

const compared = ['qty', 'limit_price', 'stop_price', 'trail_price', 'trail_percent', 'time_in_force'] as const;

/** Money and shares for what the replacement asks beyond the order it replaces. */
function checkMore(book: Book, account: Account, order: Order, next: PlacedOrder, reservePrice: Big): void {
  const left = zero.plus(next.qty).minus(order.filled_qty);
  if (order.position_intent.endsWith('to_close')) {
    if (left.gt(remaining(order))) checkHeld(book, account, order.symbol, left, order.held);
    return;
  }
  const limit_price = next.limit_price === null ? null : zero.plus(next.limit_price);
  checkOpening(book, account, order.position_intent, { symbol: order.symbol, notional: null, limit_price }, left);
  const more = left.times(reservePrice).minus(order.reserved);
  if (more.gt(0)) checkBuyingPower(book, more, balancesOf(book, account).buyingPower);
}

/**
 * Asks the exchange to replace an order and returns the new one, `pending_new`. That does not make it so: the exchange's
 * answer comes by `replacementAnswered`, and a fill may come before it.
 */
export function replaceOrder(book: Book, account: Account, order: Order, wanted: Replacement): Order {
  checkAccount(account);
  checkReplaceable(book, order);
  checkChanges(book, order, wanted);
  const next = changed(book, order, wanted);
  if (compared.every((field) => next[field] === order[field])) throw rule('order parameters are not changed');
  const limit = next.limit_price === null ? null : zero.plus(next.limit_price);
  const stop = next.stop_price === null ? null : zero.plus(next.stop_price);
  const asked = { symbol: order.symbol, side: order.side, limit_price: limit, stop_price: stop };
  const reservePrice = reservePriceOf(book, asked);
  checkFatFinger(book, { ...asked } as Parameters<typeof checkFatFinger>[1], zero.plus(next.qty));
  if (order.order_class === 'simple') checkWash(book, account, { ...asked, limit }, order.id);
  checkMore(book, account, order, next, reservePrice);
  const clientOrderId = wanted.client_order_id ?? book.newId();
  checkClientOrderId(book, account, clientOrderId);
  const id = book.newId();
  const reserve_price = order.position_intent.endsWith('to_close') ? '0' : plain(reservePrice);
  const placed = {
    ...next,
    id,
    client_order_id: clientOrderId,
    status: 'pending_new' as const,
    reserve_price,
    replaces: order.id,
  };
  changeOrder(book, order, 'pending_replace', 'pending_replace', { replacement: id });
  book.emit({ type: 'order_placed', order: placed, at: book.now() });
  return orderIn(book, id);
}

/** Gets the exchange's answer, at once or after its latency. */
export const replacementAnswered = (book: Book, next: Order): void => book.later(() => finishReplace(book, next));

/** An exit that waits for its entry takes over how long that lasts. */
function lastAsLongAs(book: Book, { time_in_force, expires_at }: Order, leg: Order): void {
  if (leg.status !== 'held' || leg.time_in_force === time_in_force) return;
  changeOrder(book, leg, 'held', undefined, { time_in_force, expires_at });
}

/** The exchange does not take the replacement: the order works on as it was. */
export function rejectReplacement(book: Book, order: Order, reason?: string): void {
  refuseReplacement(book, order, reason);
  if (order.status === 'pending_replace')
    changeOrder(book, order, order.filled_qty === '0' ? 'new' : 'partially_filled');
}

/** The exchange's answer to a replace: the fills since decide whether there is anything left to replace. */
export function finishReplace(book: Book, next: Order): void {
  const order = orderIn(book, next.replaces!);
  if (order.status !== 'pending_replace' || next.status !== 'pending_new') return;
  if (!book.behaviours.replacementExceedsTheFills(next.qty, order.filled_qty)) {
    rejectReplacement(book, order);
    return;
  }
  changeOrder(book, order, 'replaced', 'replaced', { replaced_by: next.id, replacement: null });
  for (const leg of next.legs) lastAsLongAs(book, next, orderIn(book, leg));
  const { filled_qty, filled_value } = order;
  const taken = filled_qty === '0' ? 'new' : 'partially_filled';
  changeOrder(book, next, taken, 'new', { filled_qty, filled_value });
  tryFill(book, next);
}
