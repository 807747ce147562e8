import { replay } from '../../../mock-broker/book/book.ts';
import { exchangeAnswers, placeOrder } from '../../../mock-broker/book/place.ts';
import type { OrderRequest } from '../../../mock-broker/book/request.ts';
import { Refusal } from '../../../mock-broker/errors.ts';
import { emptyModel, inModelMoney, inModelShares, observe } from './model.ts';
import type { World } from './world.ts';

// What the faults come to in the book. An answer that is lost changes nothing there, nor does a request that is.

/** One order delivered twice: the id that its sender gave it lets only the first one in. */
export function placeTwice({ book, account }: World, request: OrderRequest): void {
  const once = { ...request, client_order_id: `twice-${book.events.length}` };
  exchangeAnswers(book, placeOrder(book, account, once));
  const before = book.state.orders.size;
  try {
    exchangeAnswers(book, placeOrder(book, account, once));
  } catch (error) {
    if (error instanceof Refusal && book.state.orders.size === before) return;
    throw error;
  }
  throw new Error('one client_order_id placed two orders');
}

/** The account as a read that lags shows it: what the events up to then make of it, and nothing else. */
export function readLate({ book, account }: World, seconds: number): void {
  const events = book.events.filter((event) => event.at <= book.now() - seconds * 1000);
  const late = replay(events).accounts.get(account.id);
  const model = emptyModel();
  for (const event of events) observe(model, event);
  if (!late) return;
  const wrong = [...late.positions.values()].find(
    ({ symbol, qty }) => inModelShares(qty.toFixed()) !== model.positions.get(symbol),
  );
  if (wrong || inModelMoney(late.cash.toFixed()) !== model.cash) throw new Error('a late read shows what never was');
}
