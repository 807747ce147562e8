import Big from 'big.js';
import { Router } from 'express';
import { z } from 'zod';
import { type Book, quoteOf } from '../book/book.ts';
import { awaitsReplacement, finishCancel } from '../book/cancel.ts';
import type { OrderStatus } from '../book/events.ts';
import { changeOrder, endOrder, fillOrder, matchSymbol, orderIn, priceNotional } from '../book/lifecycle.ts';
import { rejectReplacement } from '../book/replace.ts';
import { isOpenOrder, type Order, remaining } from '../book/state.ts';
import { refusal } from '../errors.ts';
import { renderOrder } from '../rest/render.ts';
import { read } from './read.ts';

const decimal = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be a decimal as a string, such as "2.5"');

const orderBody = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('fill'), qty: decimal.optional(), price: decimal.optional() }),
  z.strictObject({ action: z.literal('bust'), execution: z.string().max(64).optional() }),
  z.strictObject({ action: z.literal('reject'), reason: z.string().max(200).optional() }),
  z.strictObject({ action: z.literal('cancel') }),
  z.strictObject({ action: z.literal('expire') }),
  z.strictObject({ action: z.literal('stop') }),
  z.strictObject({ action: z.literal('suspend') }),
  z.strictObject({ action: z.literal('calculate') }),
  z.strictObject({ action: z.literal('done_for_day') }),
  z.strictObject({ action: z.literal('resume') }),
  z.strictObject({ action: z.literal('finish_cancel') }),
]);

type OrderAction = z.infer<typeof orderBody>;

function fill(
  book: Book,
  order: Order,
  { qty, price }: { qty?: string | undefined; price?: string | undefined },
): void {
  const quote = quoteOf(book, order.symbol);
  const market = order.side === 'buy' ? quote.ask : quote.bid;
  const at = price === undefined ? market : new Big(price);
  if (at.lte(0)) throw refusal('unprocessable', 'price: must be more than 0');
  if (qty === undefined) priceNotional(book, order, at);
  const left = remaining(order);
  const asked = qty === undefined ? left : new Big(qty);
  if (asked.lte(0) || asked.gt(left))
    throw refusal('unprocessable', `qty: must be more than 0 and at most ${left.toFixed()}`);
  fillOrder(book, order, asked, at);
}

function bust(book: Book, order: Order, execution: string | undefined): void {
  const fills = book.state.accounts
    .get(order.account)!
    .activities.filter((one) => one.order === order.id && one.type === 'FILL' && !one.busted);
  const found = execution === undefined ? fills.at(-1) : fills.find((one) => one.id === execution);
  if (!found) throw refusal('notFound', 'the order has no such fill');
  book.emit({ type: 'fill_busted', order: order.id, execution: found.id, at: book.now() });
  cancelUncovered(book, order);
}

/** Orders that close shares which are no longer there are canceled, the latest first: they would open a position. */
function cancelUncovered(book: Book, { account: id, symbol }: Order): void {
  const account = book.state.accounts.get(id)!;
  const uncovered = () =>
    (account.held.get(symbol) ?? new Big(0)).gt((account.positions.get(symbol)?.qty ?? new Big(0)).abs());
  for (const open of [...account.open].reverse().map((one) => orderIn(book, one))) {
    if (!uncovered()) return;
    if (isOpenOrder(open) && open.symbol === symbol && open.held.gt(0)) {
      endOrder(book, open, 'canceled', 'the shares that it was to close are gone');
    }
  }
}

const statuses = {
  stop: 'stopped',
  suspend: 'suspended',
  calculate: 'calculated',
  done_for_day: 'done_for_day',
} as const;

const set: ReadonlySet<OrderStatus> = new Set(Object.values(statuses));

/** What the exchange can do to an order as it stands; throws where it has no such order. */
function checkAction(book: Book, order: Order, { action }: OrderAction): void {
  const cannot = (why: string) => refusal('orderRule', `cannot ${action} the order: ${why}`);
  if (!isOpenOrder(order)) throw refusal('orderRule', `order is already in "${order.status}" state`);
  if (awaitsReplacement(book, order) && action !== 'reject') {
    throw cannot('the exchange has not taken it in the place of the other; only reject is possible');
  }
  if (order.status === 'held' && !(action in endings)) throw cannot('it waits for its entry');
  if (action === 'resume' && !set.has(order.status)) throw cannot(`it is ${order.status}`);
  if (action === 'finish_cancel' && order.status !== 'pending_cancel') throw cannot(`it is ${order.status}`);
  const pending = order.status === 'pending_cancel' || order.status === 'pending_replace';
  if (pending && action in statuses) throw cannot(`it is ${order.status}`);
}

const endings = { reject: 'rejected', cancel: 'canceled', expire: 'expired' } as const;

function resume(book: Book, order: Order): void {
  changeOrder(book, order, order.filled_qty === '0' ? 'new' : 'partially_filled', 'new');
  matchSymbol(book, order.symbol);
}

function refuse(book: Book, order: Order, action: OrderAction): void {
  const reason = 'reason' in action ? action.reason : undefined;
  rejectReplacement(book, orderIn(book, order.replaces!), reason ?? 'rejected by the exchange');
}

function act(book: Book, order: Order, action: OrderAction): void {
  if (action.action === 'bust') {
    bust(book, order, action.execution);
    return;
  }
  checkAction(book, order, action);
  if (action.action in statuses) {
    const to = statuses[action.action as keyof typeof statuses];
    changeOrder(book, order, to, to);
  } else if (awaitsReplacement(book, order)) refuse(book, order, action);
  else if (action.action === 'fill') fill(book, order, action);
  else if (action.action === 'resume') resume(book, order);
  else if (action.action === 'finish_cancel') finishCancel(book, order);
  else if (action.action in endings) {
    const reason = action.action === 'reject' ? (action.reason ?? 'rejected by the exchange') : undefined;
    endOrder(book, order, endings[action.action as keyof typeof endings], reason);
  }
}

/** `POST /orders/{id}`: what the exchange does to an order. */
export function createOrderHooks(book: Book): Router {
  const router = Router();
  router.post('/orders/:id', (req, res) => {
    const order = book.state.orders.get(req.params.id);
    if (!order) throw refusal('notFound', `order not found for ${req.params.id.slice(0, 64)}`);
    act(book, order, read(orderBody, req.body));
    res.json(renderOrder(book, order));
  });
  return router;
}
