import { cancelOrder } from '../book/cancel.ts';
import type { Side } from '../book/events.ts';
import { orderIn } from '../book/lifecycle.ts';
import { exchangeAnswers, placeOrder, ticketFor } from '../book/place.ts';
import { readReplacement, replacementAnswered, replaceOrder } from '../book/replace.ts';
import { type OrderRequest, readOrderRequest } from '../book/request.ts';
import { isOpenOrder, type Order } from '../book/state.ts';
import { Refusal, refusal } from '../errors.ts';
import { plain, rounded } from '../market/money.ts';
import { type Answer, type Call, ok, queryBoolean, queryChoice, queryCount, queryInstant, queryText } from './call.ts';
import { renderOrder } from './render.ts';

/** The caller's order with this id; another account's is not found either. */
export function orderOf(call: Call, id = call.params.id!): Order {
  const order = call.book.state.orders.get(id);
  if (!order || order.account !== call.account.id) throw refusal('notFound', `order not found for ${id.slice(0, 64)}`);
  return order;
}

/** Places an order and shows it as the brokerage took it; the exchange's answer comes after. */
export function place(call: Call, request: OrderRequest): Record<string, unknown> {
  const order = placeOrder(call.book, call.account, request);
  const body = renderOrder(call.book, order);
  exchangeAnswers(call.book, order);
  return body;
}

/** `POST /v2/orders`. */
export const postOrder = (call: Call): Answer => ok(place(call, readOrderRequest(call.body)));

export const getOrder = (call: Call): Answer => ok(renderOrder(call.book, orderOf(call)));

export function getOrderByClientId(call: Call): Answer {
  const clientId = queryText(call, 'client_order_id');
  if (clientId === undefined) throw refusal('unprocessable', 'client_order_id is required');
  const id = call.account.byClientId.get(clientId);
  if (!id) throw refusal('notFound', `order not found for ${clientId.slice(0, 128)}`);
  return ok(renderOrder(call.book, orderOf(call, id)));
}

interface Filters {
  status: 'open' | 'closed' | 'all';
  side: 'buy' | 'sell' | undefined;
  after: number | undefined;
  until: number | undefined;
  symbols: string[] | undefined;
  nested: boolean;
  before: number | undefined;
  behind: number | undefined;
}

const assetClasses = ['us_equity', 'us_option', 'crypto', 'crypto_perp', 'treasury', 'corporate', 'ipo', 'all'];

/** Whether shares are among the asset classes asked for. */
function asksForShares(call: Call): boolean {
  const wanted = queryText(call, 'asset_class')?.split(',') ?? ['all'];
  const unknown = wanted.find((one) => !assetClasses.includes(one));
  if (unknown !== undefined) {
    throw refusal('unprocessable', `invalid asset_class: must be of ${assetClasses.join(', ')}`);
  }
  return wanted.includes('us_equity') || wanted.includes('all');
}

/** The orders that the list lies between: one or the other, and then no instants. */
function boundsOf(call: Call): { before: number | undefined; behind: number | undefined } {
  const before = queryText(call, 'before_order_id');
  const behind = queryText(call, 'after_order_id');
  const instants = queryText(call, 'after') ?? queryText(call, 'until');
  if (before !== undefined && behind !== undefined) {
    throw refusal('unprocessable', 'only one of before_order_id and after_order_id is accepted');
  }
  if ((before ?? behind) !== undefined && instants !== undefined) {
    throw refusal('unprocessable', 'before_order_id and after_order_id cannot be combined with after or until');
  }
  return {
    before: before === undefined ? undefined : orderOf(call, before).n,
    behind: behind === undefined ? undefined : orderOf(call, behind).n,
  };
}

function filtersOf(call: Call): Filters {
  return {
    status: queryChoice(call, 'status', ['open', 'closed', 'all']),
    side: queryText(call, 'side') === undefined ? undefined : queryChoice<Side>(call, 'side', ['buy', 'sell']),
    after: queryInstant(call, 'after'),
    until: queryInstant(call, 'until'),
    symbols: asksForShares(call) ? queryText(call, 'symbols')?.split(',') : [],
    nested: queryBoolean(call, 'nested'),
    ...boundsOf(call),
  };
}

const matches = (order: Order, filters: Filters): boolean =>
  (filters.status === 'all' || (filters.status === 'open') === isOpenOrder(order)) &&
  (!filters.nested || order.parent === null) &&
  (filters.side === undefined || order.side === filters.side) &&
  (filters.after === undefined || order.submitted_at > filters.after) &&
  (filters.until === undefined || order.submitted_at < filters.until) &&
  (filters.symbols === undefined || filters.symbols.includes(order.symbol)) &&
  (filters.before === undefined || order.n < filters.before) &&
  (filters.behind === undefined || order.n > filters.behind);

/** `GET /v2/orders` with its filters. */
export function listOrders(call: Call): Answer {
  const filters = filtersOf(call);
  const ascending = queryChoice(call, 'direction', ['desc', 'asc']) === 'asc';
  const limit = queryCount(call, 'limit', 50, 500);
  const chosen = (filters.status === 'open' ? [...call.account.open] : call.account.orders)
    .map((id) => orderIn(call.book, id))
    .filter((order) => matches(order, filters))
    .sort((a, b) => (ascending ? a.n - b.n : b.n - a.n));
  return ok(chosen.slice(0, limit).map((order) => renderOrder(call.book, order, filters.nested)));
}

/** `PATCH /v2/orders/{id}`: the new order, which may still lose to a fill. */
export function patchOrder(call: Call): Answer {
  const order = replaceOrder(call.book, call.account, orderOf(call), readReplacement(call.body));
  const body = renderOrder(call.book, order);
  replacementAnswered(call.book, order);
  return ok(body);
}

/** `DELETE /v2/orders/{id}`. */
export function deleteOrder(call: Call): Answer {
  const order = orderOf(call);
  if (order.status === 'filled' && call.fault('cancel_of_filled_is_204')) return { status: 204 };
  cancelOrder(call.book, order, { stuck: call.fault('stuck_pending_cancel') });
  return { status: 204 };
}

/** One row of a 207: what became of one order or position. */
export function attempt<T>(run: () => T): { status: number; body?: unknown } {
  try {
    const body = run();
    return { status: 200, ...(body !== undefined && { body }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: { code: error.code, message: error.message, ...error.extras } };
  }
}

/** Cancels all that is open; what a group cancels with it is not asked twice. */
export function cancelAll(call: Call): { id: string; status: number; body?: unknown }[] {
  return [...call.account.open]
    .map((id) => orderIn(call.book, id))
    .filter((order) => order.parent === null || !isOpenOrder(orderIn(call.book, order.parent)))
    .map((order) => ({
      id: order.id,
      ...attempt(() => {
        if (isOpenOrder(order)) cancelOrder(call.book, order, { stuck: call.fault('stuck_pending_cancel') });
      }),
    }));
}

/** `DELETE /v2/orders`: each open order with its own status, as 207. */
export const deleteAllOrders = (call: Call): Answer => ({ status: 207, body: cancelAll(call) });

/** `POST /v1/orders/preview`: what the order would cost; refuses what placing would refuse. */
export function previewOrder(call: Call): Answer {
  const ticket = ticketFor(call.book, call.account, readOrderRequest(call.body));
  const effect = ticket.intent.endsWith('to_open') ? ticket.cost : ticket.cost.times(0);
  return ok({
    account_id: call.account.id,
    symbol: ticket.request.symbol,
    side: ticket.request.side,
    type: ticket.request.type,
    time_in_force: ticket.request.time_in_force,
    qty: plain(ticket.qty),
    position_intent: ticket.intent,
    estimated_price: plain(ticket.price),
    estimated_cost: rounded(ticket.price.times(ticket.qty), 2),
    commission: '0',
    fees: '0',
    buying_power: rounded(ticket.buyingPower, 2),
    buying_power_reserved: rounded(effect, 2),
    buying_power_after: rounded(ticket.buyingPower.minus(effect), 2),
  });
}
