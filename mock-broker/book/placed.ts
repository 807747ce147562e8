import type Big from 'big.js';
import { plain } from '../market/money.ts';
import { type Book, phaseOf, quoteOf } from './book.ts';
import type { Leg } from './classes.ts';
import type { OrderStatus, PlacedOrder } from './events.ts';
import { trailedStop } from './prices.ts';
import type { OrderRequest } from './request.ts';
import type { Account } from './state.ts';
import type { Ticket } from './ticket.ts';
import { expiryOf, isAuction } from './windows.ts';

/** An order waits as `accepted` until its market opens or its auction comes; else the exchange has it, `pending_new`. */
function firstStatus(book: Book, request: OrderRequest): OrderStatus {
  if (isAuction(request.time_in_force)) return 'accepted';
  return book.behaviours.orderTradesNow(phaseOf(book), request.extended_hours) ? 'pending_new' : 'accepted';
}

const text = (value: Big | null) => value && plain(value);

export const trailOf = ({ trail_price, trail_percent }: OrderRequest) => ({
  price: text(trail_price),
  percent: text(trail_percent),
});

/** The order that a ticket becomes. */
export function placedFrom(book: Book, account: Account, ticket: Ticket, clientOrderId: string): PlacedOrder {
  const { request } = ticket;
  const last = quoteOf(book, request.symbol).last;
  const trails = request.type === 'trailing_stop';
  const trail = trailOf(request);
  return {
    id: book.newId(),
    account: account.id,
    client_order_id: clientOrderId,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    time_in_force: request.time_in_force,
    order_class: request.order_class,
    position_intent: ticket.intent,
    qty: plain(ticket.qty),
    notional: text(request.notional),
    limit_price: text(request.limit_price),
    stop_price: trails ? plain(trailedStop(request.side, last, trail)) : text(request.stop_price),
    trail_price: trail.price,
    trail_percent: trail.percent,
    hwm: trails ? plain(last) : null,
    extended_hours: request.extended_hours,
    status: firstStatus(book, request),
    reserve_price: plain(ticket.reservePrice),
    expires_at: expiryOf(book, request),
    replaces: null,
    parent: null,
    shares_hold: false,
  };
}

/** An exit of a complex order: on the other side of an entry, beside an OCO order on its own. */
export function legFrom(book: Book, parent: PlacedOrder, leg: Leg): PlacedOrder {
  const beside = parent.order_class === 'oco';
  const opposite = parent.side === 'buy' ? 'sell' : 'buy';
  const side = beside ? parent.side : opposite;
  return {
    ...parent,
    id: book.newId(),
    client_order_id: book.newId(),
    side,
    type: leg.type,
    position_intent: `${side}_to_close`,
    notional: null,
    limit_price: text(leg.limit_price),
    stop_price: text(leg.stop_price),
    trail_price: null,
    trail_percent: null,
    hwm: null,
    status: beside ? parent.status : 'held',
    reserve_price: '0',
    parent: parent.id,
    shares_hold: leg.shares_hold,
  };
}
