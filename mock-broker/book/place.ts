import Big from 'big.js';
import { refusal } from '../errors.ts';
import { closesAt, currentOrNextSession } from '../market/calendar.ts';
import { larger, plain, zero } from '../market/money.ts';
import { fromNewYork } from '../market/new-york.ts';
import type { Listing } from '../market/symbols.ts';
import { type Book, phaseOf, quoteOf } from './book.ts';
import { balancesOf, marginEquity } from './buying-power.ts';
import type { OrderStatus, PlacedOrder, PositionIntent } from './events.ts';
import { tryFill } from './fill.ts';
import type { OrderRequest } from './request.ts';
import { checkAccount, checkExtendedHours, checkPrices, checkQuantity, checkSymbol } from './rules.ts';
import type { Account, Order } from './state.ts';

/** What an order would be, decided but not placed. */
export interface Ticket {
  request: OrderRequest;
  listing: Listing;
  qty: Big;
  /** What a share is expected to trade at: the limit, or the quote. */
  price: Big;
  intent: PositionIntent;
  /** Dollars a share that an opening order sets aside. */
  reservePrice: Big;
  cost: Big;
  buyingPower: Big;
}

const gtcDays = 90;

/** A market buy is valued 4 % above the market, a short at its limit or 3 % above the ask (`brokerage.md` §2.1). */
export function reservePriceOf(book: Book, request: OrderRequest): Big {
  const { ask } = quoteOf(book, request.symbol);
  if (request.side === 'sell') return larger(request.limit_price ?? zero, ask.times('1.03'));
  return request.limit_price ?? (request.stop_price ?? ask).times('1.04');
}

const intentOf = (position: Big, side: 'buy' | 'sell'): PositionIntent => {
  if (side === 'buy') return position.lt(0) ? 'buy_to_close' : 'buy_to_open';
  return position.gt(0) ? 'sell_to_close' : 'sell_to_open';
};

function checkIntent(wanted: PositionIntent | null, intent: PositionIntent): void {
  if (wanted && wanted !== intent) {
    throw refusal('unprocessable', `position intent mismatch, inferred: ${intent}, specified: ${wanted}`);
  }
}

function checkHeld(book: Book, account: Account, request: OrderRequest, qty: Big): void {
  const existing = (account.positions.get(request.symbol)?.qty ?? zero).abs();
  const held = account.held.get(request.symbol) ?? zero;
  const available = existing.minus(held);
  if (book.behaviours.heldQuantityCoversTheOrder(plain(qty), plain(available))) return;
  const related = [...account.open].filter((id) => book.state.orders.get(id)!.held.gt(0));
  throw refusal(
    'forbidden',
    `insufficient qty available for order (requested: ${plain(qty)}, available: ${plain(available)})`,
    {
      available: plain(available),
      existing_qty: plain(existing),
      held_for_orders: plain(held),
      related_orders: related.filter((id) => book.state.orders.get(id)!.symbol === request.symbol),
      symbol: request.symbol,
    },
  );
}

function checkShort(book: Book, account: Account, listing: Listing, request: OrderRequest): void {
  const symbol = listing.symbol;
  if (request.notional || !request.qty!.round(0).eq(request.qty!)) {
    throw refusal(
      'forbidden',
      `insufficient qty available for order (requested: ${plain(request.qty ?? zero)}, available: 0)`,
      {
        available: '0',
        existing_qty: '0',
        held_for_orders: '0',
        related_orders: [],
        symbol,
      },
    );
  }
  if (!account.flags.shorting_enabled || account.configurations.no_shorting) {
    throw refusal('forbidden', 'account is not allowed to short');
  }
  if (!listing.shortable || !listing.easyToBorrow) {
    throw refusal('unprocessable', `asset "${symbol}" cannot be sold short`);
  }
  if (balancesOf(book, account).equity.lt(marginEquity)) throw refusal('forbidden', 'account is not allowed to short');
}

/** Decides everything about an order without placing it; throws the refusal. */
export function ticketFor(book: Book, account: Account, request: OrderRequest): Ticket {
  checkAccount(account);
  const listing = checkSymbol(request.symbol);
  checkPrices(book, request);
  checkQuantity(account, listing, request);
  checkExtendedHours(request);
  const price = request.side === 'buy' ? quoteOf(book, request.symbol).ask : quoteOf(book, request.symbol).bid;
  const qty = request.qty ?? request.notional!.div(price).round(9, Big.roundDown);
  if (qty.lte(0)) throw refusal('unprocessable', 'notional buys less than a billionth of a share');
  const intent = intentOf(account.positions.get(request.symbol)?.qty ?? zero, request.side);
  checkIntent(request.position_intent, intent);
  const reservePrice = reservePriceOf(book, request);
  const cost = request.notional ?? qty.times(reservePrice);
  const { buyingPower } = balancesOf(book, account);
  const ticket = {
    request,
    listing,
    qty,
    price: request.limit_price ?? price,
    intent,
    reservePrice,
    cost,
    buyingPower,
  };
  checkFunds(book, account, ticket);
  return ticket;
}

function checkFunds(book: Book, account: Account, ticket: Ticket): void {
  const { request, intent, qty, cost, buyingPower } = ticket;
  if (intent.endsWith('to_close')) {
    checkHeld(book, account, request, qty);
    return;
  }
  if (account.flags.liquidation_only) throw refusal('forbidden', 'account is restricted to liquidation only');
  if (intent === 'sell_to_open') checkShort(book, account, ticket.listing, request);
  if (!book.behaviours.buyingPowerCoversTheOrder(plain(cost), plain(buyingPower))) {
    throw refusal('forbidden', 'insufficient buying power', {
      buying_power: buyingPower.toFixed(2, Big.roundDown),
      cost_basis: cost.toFixed(2, Big.roundUp),
    });
  }
}

function expiryOf(book: Book, request: OrderRequest): number | null {
  const session = currentOrNextSession(book.now());
  if (request.time_in_force === 'gtc') return book.now() + gtcDays * 86_400_000;
  return request.extended_hours ? fromNewYork(session.date, session.extendedClose) : closesAt(session);
}

/** Takes an order: it is `pending_new` while the market is open to it, and waits as `accepted` otherwise. */
export function placeOrder(book: Book, account: Account, request: OrderRequest): Order {
  const ticket = ticketFor(book, account, request);
  const clientOrderId = request.client_order_id ?? book.newId();
  if (!book.behaviours.clientOrderIdIsUnused(account.byClientId.has(clientOrderId) ? 1 : 0)) {
    throw refusal('unprocessable', 'client_order_id must be unique');
  }
  const open = book.behaviours.orderTradesNow(phaseOf(book), request.extended_hours);
  const placed = placedFrom(ticket, {
    id: book.newId(),
    account: account.id,
    client_order_id: clientOrderId,
    status: open ? 'pending_new' : 'accepted',
    expires_at: expiryOf(book, request),
  });
  book.emit({ type: 'order_placed', order: placed, at: book.now() });
  return book.state.orders.get(placed.id)!;
}

type Identity = {
  id: string;
  account: string;
  client_order_id: string;
  status: OrderStatus;
  expires_at: number | null;
};

function placedFrom(ticket: Ticket, identity: Identity): PlacedOrder {
  const { request } = ticket;
  const text = (value: Big | null) => value && plain(value);
  return {
    ...identity,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    time_in_force: request.time_in_force,
    order_class: request.order_class,
    position_intent: ticket.intent,
    qty: plain(ticket.qty),
    notional: text(request.notional),
    limit_price: text(request.limit_price),
    stop_price: text(request.stop_price),
    trail_price: text(request.trail_price),
    trail_percent: text(request.trail_percent),
    hwm: null,
    extended_hours: request.extended_hours,
    reserve_price: plain(ticket.reservePrice),
    replaces: null,
    parent: null,
    shares_hold: false,
  };
}

/** The exchange's acknowledgement: `new`, and a first look at the market. */
export function acknowledge(book: Book, order: Order): void {
  if (order.status !== 'pending_new' && order.status !== 'accepted') return;
  book.emit({ type: 'order_changed', order: order.id, to: 'new', tell: 'new', at: book.now() });
  tryFill(book, order);
}
