import Big from 'big.js';
import { smaller, zero } from '../market/money.ts';
import { hash32 } from '../market/quotes.ts';
import { type Book, phaseOf, quoteOf } from './book.ts';
import type { OrderChanges, OrderStatus } from './events.ts';
import { stopChanges, tradePrice } from './prices.ts';
import { isOpenOrder, type Order, remaining } from './state.ts';

const trading: ReadonlySet<OrderStatus> = new Set([
  'new',
  'partially_filled',
  'pending_cancel',
  'pending_replace',
  'stopped',
]);

export const orderIn = (book: Book, id: string): Order => book.state.orders.get(id)!;

/** Moves an order to a status; `tell` names the event of the stream. */
export function changeOrder(book: Book, order: Order, to: OrderStatus, tell?: string, changes?: OrderChanges): void {
  book.emit({
    type: 'order_changed',
    order: order.id,
    to,
    ...(tell && { tell }),
    ...(changes && { changes }),
    at: book.now(),
  });
}

/** Ends an order that did not fill: its pending replacement is refused and what hangs on it is canceled. */
export function endOrder(book: Book, order: Order, to: 'canceled' | 'expired' | 'rejected', reason?: string): void {
  changeOrder(book, order, to, to, reason === undefined ? undefined : { reason });
  refuseReplacement(book, order);
  const entry = order.parent === null && order.order_class !== 'oco';
  const dependent = entry
    ? order.legs.map((id) => orderIn(book, id))
    : [...exitsBeside(book, order), ...above(book, order)];
  for (const other of dependent) if (isOpenOrder(other)) endOrder(book, other, 'canceled');
}

/** The entry that an exit waits for: it is not left to fill without its exits. */
const above = (book: Book, { parent, order_class }: Order): Order[] =>
  parent === null || order_class === 'oco' ? [] : [orderIn(book, parent)];

/** The other exits of the same position: of a bracket, or of an OCO pair. */
function exitsBeside(book: Book, order: Order): Order[] {
  const root = order.parent === null ? order : orderIn(book, order.parent);
  if (root.order_class === 'simple' || (root === order && order.order_class !== 'oco')) return [];
  const group = root.order_class === 'oco' ? [root.id, ...root.legs] : root.legs;
  return group
    .map((id) => orderIn(book, id))
    .filter((other) => other !== order && other.replaces !== order.id && order.replaces !== other.id);
}

/** The exchange did not take the replacement: the fill or the end came first. */
export function refuseReplacement(
  book: Book,
  order: Order,
  reason = `the order it was to replace is ${order.status}`,
): void {
  const next = order.replacement && orderIn(book, order.replacement);
  if (!next || !isOpenOrder(next)) return;
  changeOrder(book, order, order.status, 'order_replace_rejected', { replacement: null });
  changeOrder(book, next, 'rejected', undefined, { reason });
}

/** Executes part or all of an order, and what follows for its group. */
export function fillOrder(book: Book, order: Order, qty: Big, price: Big): void {
  const execution = book.newId();
  const { id } = order;
  book.emit({ type: 'order_filled', order: id, execution, qty: qty.toFixed(), price: price.toFixed(), at: book.now() });
  const filled = order.status === 'filled';
  if (filled) refuseReplacement(book, order);
  const entry = order.parent === null && order.order_class !== 'oco';
  if (entry && filled) for (const leg of order.legs) activate(book, orderIn(book, leg));
  if (!entry) for (const other of exitsBeside(book, order)) shrink(book, other, qty, filled);
}

/** One exit traded: the others are for that much less, or gone; so are those that are to take their place. */
function shrink(book: Book, order: Order, qty: Big, gone: boolean): void {
  if (!isOpenOrder(order)) return;
  const next = order.order_class === 'oco' && order.parent === null && order.replacement;
  if (next && !gone) shrink(book, orderIn(book, next), qty, false);
  const left = new Big(order.qty).minus(qty);
  if (gone || left.lte(order.filled_qty)) endOrder(book, order, 'canceled');
  else changeOrder(book, order, order.status, undefined, { qty: left.toFixed() });
}

/** An exit starts to work once its entry is filled, if the shares are still there. */
function activate(book: Book, leg: Order): void {
  if (leg.status !== 'held') return;
  const account = book.state.accounts.get(leg.account)!;
  const existing = (account.positions.get(leg.symbol)?.qty ?? zero).abs();
  const available = existing.minus(account.held.get(leg.symbol) ?? zero);
  if (!leg.shares_hold && available.lt(leg.qty)) {
    endOrder(book, leg, 'rejected', 'insufficient qty available for order');
    return;
  }
  changeOrder(book, leg, 'new', 'new');
  tryFill(book, leg);
}

/** Paper rule: one fill in ten is partial, of a random size. Which ones follows from seed, account and count. */
function fillQuantity(book: Book, order: Order): Big {
  const left = remaining(order);
  if (left.lt(2) || order.notional !== null) return left;
  const count = book.state.accounts.get(order.account)!.activities.length;
  const chance = hash32(`${book.seed}:fill:${order.account}:${count}`);
  if (!book.behaviours.fillIsPartial(chance)) return left;
  const most = Math.min(Number(left.round(0, Big.roundDown).minus(1).toFixed()), 1_000_000);
  return new Big(1 + ((chance >>> 8) % Math.max(1, most)));
}

function mayTrade(book: Book, order: Order): boolean {
  return (
    trading.has(order.status) &&
    book.behaviours.orderTradesNow(phaseOf(book), order.extended_hours) &&
    book.behaviours.symbolTradesNow(book.state.halted.has(order.symbol))
  );
}

/** So many dollars buy other numbers of shares at other prices; a sale is of no more than there is to sell. */
export function priceNotional(book: Book, order: Order, price: Big): void {
  if (order.notional === null || order.filled_qty !== '0') return;
  let qty = new Big(order.notional).div(price).round(9, Big.roundDown);
  if (order.position_intent.endsWith('to_close')) {
    const account = book.state.accounts.get(order.account)!;
    const existing = (account.positions.get(order.symbol)?.qty ?? zero).abs();
    qty = smaller(qty, existing.minus(account.held.get(order.symbol) ?? zero).plus(order.held));
  }
  if (qty.gt(0) && !qty.eq(order.qty)) changeOrder(book, order, order.status, undefined, { qty: qty.toFixed() });
}

/** Trades an order if it can trade now. */
export function tryFill(book: Book, order: Order): void {
  if (!mayTrade(book, order)) return;
  const quote = quoteOf(book, order.symbol);
  const moved = stopChanges(order, quote.last);
  if (moved) changeOrder(book, order, order.status, undefined, moved);
  const price = tradePrice(order, quote);
  if (!price) return;
  priceNotional(book, order, price);
  const qty = fillQuantity(book, order);
  if (order.time_in_force === 'fok' && qty.lt(remaining(order))) return;
  fillOrder(book, order, qty, price);
}

/** The exchange's acknowledgement: `new`, and a first look at the market. */
export function acknowledge(book: Book, order: Order): void {
  if (order.status !== 'pending_new' && order.status !== 'accepted') return;
  changeOrder(book, order, 'new', 'new');
  tryFill(book, order);
  const immediate = order.time_in_force === 'ioc' || order.time_in_force === 'fok';
  if (immediate && isOpenOrder(order)) endOrder(book, order, 'canceled');
}

/** Looks at all open orders of a symbol, oldest first. */
export function matchSymbol(book: Book, symbol: string): void {
  for (const id of [...(book.state.working.get(symbol) ?? [])]) tryFill(book, orderIn(book, id));
}
