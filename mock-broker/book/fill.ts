import Big from 'big.js';
import { hash32 } from '../market/quotes.ts';
import { type Book, phaseOf, quoteOf } from './book.ts';
import { isOpenOrder, type Order, remaining } from './state.ts';

const tradable = new Set(['new', 'partially_filled', 'pending_cancel', 'pending_replace', 'stopped']);

/** The price at which an order trades against a quote, or undefined while it does not. */
export function tradePrice(order: Order, quote: { bid: Big; ask: Big }): Big | undefined {
  const price = order.side === 'buy' ? quote.ask : quote.bid;
  if (price.lte(0)) return undefined;
  if (order.limit_price === null) return price;
  const within = order.side === 'buy' ? price.lte(order.limit_price) : price.gte(order.limit_price);
  return within ? price : undefined;
}

/** Paper rule: one fill in ten is partial, of a random size. Which ones follows from the seed, the account and the count. */
function fillQuantity(book: Book, order: Order): Big {
  const left = remaining(order);
  if (left.lt(2) || order.notional !== null) return left;
  const count = book.state.accounts.get(order.account)!.activities.length;
  const chance = hash32(`${book.seed}:fill:${order.account}:${count}`);
  if (chance % 10 !== 0) return left;
  const whole = Number(left.round(0, Big.roundDown).minus(1).toFixed());
  return new Big(1 + ((chance >>> 8) % Math.max(1, Math.min(whole, 1_000_000))));
}

export function fillOrder(book: Book, order: Order, qty: Big, price: Big, at = book.now()): void {
  book.emit({
    type: 'order_filled',
    order: order.id,
    execution: book.newId(),
    qty: qty.toFixed(),
    price: price.toFixed(),
    at,
  });
}

/** Trades an order if it can trade now. */
export function tryFill(book: Book, order: Order): void {
  if (!tradable.has(order.status) || !isOpenOrder(order)) return;
  if (!book.behaviours.orderTradesNow(phaseOf(book), order.extended_hours)) return;
  if (!book.behaviours.symbolTradesNow(book.state.halted.has(order.symbol))) return;
  const price = tradePrice(order, quoteOf(book, order.symbol));
  if (price) fillOrder(book, order, fillQuantity(book, order), price);
}

/** Looks at all open orders of a symbol, oldest first. */
export function matchSymbol(book: Book, symbol: string): void {
  for (const id of [...(book.state.working.get(symbol) ?? [])]) tryFill(book, book.state.orders.get(id)!);
}
