import { refusal } from '../errors.ts';
import type { Book } from './book.ts';
import type { Order } from './state.ts';

export const cannotCancel = (order: Order) =>
  refusal(
    'orderRule',
    order.status === 'filled' ? 'order is already in "filled" state' : `order is not cancelable: it is ${order.status}`,
  );

/** Cancels an open order; throws 422 where it is no longer open. */
export function cancelOrder(book: Book, order: Order): void {
  if (!book.behaviours.orderCanStillBeCanceled(order.status)) throw cannotCancel(order);
  book.emit({ type: 'order_changed', order: order.id, to: 'canceled', tell: 'canceled', at: book.now() });
}
