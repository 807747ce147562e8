import { cancelOrder } from '../book/cancel.ts';
import { acknowledge, placeOrder, ticketFor } from '../book/place.ts';
import { readOrderRequest } from '../book/request.ts';
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

/** `POST /v2/orders`: the answer is the acknowledgement; the exchange's follows. */
export function postOrder(call: Call): Answer {
  const order = placeOrder(call.book, call.account, readOrderRequest(call.body));
  const body = renderOrder(call.book, order);
  if (order.status === 'pending_new') acknowledge(call.book, order);
  return ok(body);
}

export const getOrder = (call: Call): Answer => ok(renderOrder(call.book, orderOf(call)));

export function getOrderByClientId(call: Call): Answer {
  const clientId = queryText(call, 'client_order_id');
  if (clientId === undefined) throw refusal('unprocessable', 'client_order_id is required');
  const id = call.account.byClientId.get(clientId);
  if (!id) throw refusal('notFound', `order not found for ${clientId.slice(0, 128)}`);
  return ok(renderOrder(call.book, orderOf(call, id)));
}

/** `GET /v2/orders` with its filters. */
export function listOrders(call: Call): Answer {
  const status = queryChoice(call, 'status', ['open', 'closed', 'all']);
  const direction = queryChoice(call, 'direction', ['desc', 'asc']);
  const side = queryText(call, 'side') === undefined ? undefined : queryChoice(call, 'side', ['buy', 'sell']);
  const after = queryInstant(call, 'after');
  const until = queryInstant(call, 'until');
  const symbols = queryText(call, 'symbols')?.split(',');
  const nested = queryBoolean(call, 'nested');
  const limit = queryCount(call, 'limit', 50, 500);
  const beforeId = queryText(call, 'before_order_id');
  const afterId = queryText(call, 'after_order_id');
  const bounds = { before: beforeId && orderOf(call, beforeId).n, after: afterId && orderOf(call, afterId).n };
  const ids = status === 'open' ? [...call.account.open] : call.account.orders;
  const chosen = ids
    .map((id) => call.book.state.orders.get(id)!)
    .filter(
      (order) =>
        (status !== 'closed' || !isOpenOrder(order)) &&
        (!nested || order.parent === null) &&
        (side === undefined || order.side === side) &&
        (after === undefined || order.submitted_at > after) &&
        (until === undefined || order.submitted_at <= until) &&
        (symbols === undefined || symbols.includes(order.symbol)) &&
        (!bounds.before || order.n < bounds.before) &&
        (!bounds.after || order.n > bounds.after),
    )
    .sort((a, b) => (direction === 'asc' ? a.n - b.n : b.n - a.n));
  return ok(chosen.slice(0, limit).map((order) => renderOrder(call.book, order, nested)));
}

/** `DELETE /v2/orders/{id}`. */
export function deleteOrder(call: Call): Answer {
  cancelOrder(call.book, orderOf(call));
  return { status: 204 };
}

/** `DELETE /v2/orders`: each open order with its own status, as 207. */
export function deleteAllOrders(call: Call): Answer {
  const results = [...call.account.open].map((id) => {
    try {
      cancelOrder(call.book, call.book.state.orders.get(id)!);
      return { id, status: 200 };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { id, status: error.status, body: { code: error.code, message: error.message } };
    }
  });
  return { status: 207, body: results };
}

/** `POST /v1/orders/preview`: what the order would cost; refuses what placing would refuse. */
export function previewOrder(call: Call): Answer {
  const ticket = ticketFor(call.book, call.account, readOrderRequest(call.body));
  const opening = ticket.intent.endsWith('to_open');
  const effect = opening ? ticket.cost : ticket.cost.times(0);
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
