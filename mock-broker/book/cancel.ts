import { refusal } from '../errors.ts';
import type { Book } from './book.ts';
import { changeOrder, endOrder, orderIn } from './lifecycle.ts';
import type { Order } from './state.ts';

const cannotCancel = ({ status }: Order) =>
  refusal(
    'orderRule',
    status === 'filled' ? 'order is already in "filled" state' : `order is not cancelable: it is ${status}`,
  );

/** Whether the exchange has yet to take this order in the place of another. */
export const awaitsReplacement = (book: Book, order: Order): boolean =>
  order.replaces !== null && orderIn(book, order.replaces).status === 'pending_replace';

/** Asks the exchange to cancel; throws 422 where the order is past that. `stuck` never gets the exchange's answer. */
export function cancelOrder(book: Book, order: Order, { stuck = false } = {}): void {
  if (!book.behaviours.orderCanStillBeCanceled(order.status) || awaitsReplacement(book, order))
    throw cannotCancel(order);
  if (book.settings.latencyMs === 0 && !stuck) {
    endOrder(book, order, 'canceled');
    return;
  }
  changeOrder(book, order, 'pending_cancel', 'pending_cancel');
  if (!stuck) book.later(() => finishCancel(book, order));
}

/** The exchange's answer to a cancel: a fill may have come before it, or the end with its group. */
export function finishCancel(book: Book, order: Order): void {
  if (order.status === 'canceled') return;
  if (order.status === 'pending_cancel') endOrder(book, order, 'canceled');
  else changeOrder(book, order, order.status, 'order_cancel_rejected');
}
