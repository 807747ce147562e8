import Big from 'big.js';
import { refusal } from '../errors.ts';
import { larger, zero } from '../market/money.ts';
import { listingById } from '../market/symbols.ts';
import { type Book, quoteOf } from './book.ts';
import { balancesOf } from './buying-power.ts';
import { checkClass, legsOf, normalised } from './classes.ts';
import type { PositionIntent } from './events.ts';
import { acknowledge, orderIn } from './lifecycle.ts';
import { refuseOptions } from './options.ts';
import { legFrom, placedFrom, trailOf } from './placed.ts';
import type { OrderRequest } from './request.ts';
import {
  checkBuyingPower,
  checkDayTrading,
  checkDirections,
  checkFatFinger,
  checkHeld,
  checkOpening,
  checkWash,
} from './risk.ts';
import { checkAccount, checkExtendedHours, checkPrices, checkQuantity, checkSymbol, checkTrail } from './rules.ts';
import type { Account, Order } from './state.ts';
import type { Ticket } from './ticket.ts';
import { checkWindow } from './windows.ts';

/**
 * A market buy is valued 4 % above the market, a short at its limit or 3 % above the ask (`brokerage.md` §2.1); to
 * ten-thousandths of a dollar, rounded up.
 */
export function reservePriceOf(
  book: Book,
  order: Pick<OrderRequest, 'symbol' | 'side' | 'limit_price' | 'stop_price'>,
): Big {
  const { ask } = quoteOf(book, order.symbol);
  const price =
    order.side === 'sell'
      ? larger(order.limit_price ?? zero, ask.times('1.03'))
      : (order.limit_price ?? larger(order.stop_price ?? zero, ask).times('1.04'));
  return price.round(4, Big.roundUp);
}

function intentOf(position: Big, side: 'buy' | 'sell'): PositionIntent {
  if (side === 'buy') return position.lt(0) ? 'buy_to_close' : 'buy_to_open';
  return position.gt(0) ? 'sell_to_close' : 'sell_to_open';
}

function checkIntent(request: OrderRequest, intent: PositionIntent): void {
  if (request.position_intent && request.position_intent !== intent) {
    throw refusal(
      'unprocessable',
      `position intent mismatch, inferred: ${intent}, specified: ${request.position_intent}`,
    );
  }
  const { order_class } = request;
  if (order_class === 'oco' && intent.endsWith('to_open')) {
    throw refusal('orderRule', 'oco orders must be exit orders');
  }
  if ((order_class === 'bracket' || order_class === 'oto') && intent.endsWith('to_close')) {
    throw refusal('orderRule', `${order_class} orders must be entry orders`);
  }
}

/** Decides everything about an order without placing it; throws the refusal. */
export function ticketFor(book: Book, account: Account, given: OrderRequest): Ticket {
  const request = normalised({ ...given, symbol: listingById(given.symbol)?.symbol ?? given.symbol });
  checkAccount(account);
  refuseOptions(book, account, request);
  const listing = checkSymbol(account, request.symbol);
  checkPrices(book, request);
  checkQuantity(account, listing, request);
  checkExtendedHours(request);
  checkClass(book, request);
  checkWindow(book, request);
  const quote = quoteOf(book, request.symbol);
  const market = request.side === 'buy' ? quote.ask : quote.bid;
  if (request.type === 'trailing_stop') checkTrail(request.side, quote.last, trailOf(request));
  if (request.notional && market.lte(0))
    throw refusal('orderRule', `no quote for ${request.symbol} to buy or sell dollars of it`);
  const qty = request.qty ?? request.notional!.div(market).round(9, Big.roundDown);
  if (qty.lte(0)) throw refusal('unprocessable', 'notional buys less than a billionth of a share');
  checkFatFinger(book, request, qty);
  const intent = intentOf(account.positions.get(request.symbol)?.qty ?? zero, request.side);
  checkIntent(request, intent);
  const reservePrice = reservePriceOf(book, request);
  const { buyingPower } = balancesOf(book, account);
  const price = request.limit_price ?? market;
  const ticket = { request, listing, qty, price, intent, reservePrice, cost: qty.times(reservePrice), buyingPower };
  checkRisk(book, account, ticket);
  return ticket;
}

function checkRisk(book: Book, account: Account, ticket: Ticket): void {
  const { request, intent, qty } = ticket;
  const { symbol, side, limit_price: limit } = request;
  checkDirections(book, account, symbol, intent);
  if (request.order_class === 'simple') checkWash(book, account, { symbol, side, limit });
  if (intent.endsWith('to_close')) {
    checkHeld(book, account, symbol, qty);
    return;
  }
  checkOpening(book, account, intent, request, qty);
  checkDayTrading(book, account, intent);
  checkBuyingPower(book, ticket.cost, ticket.buyingPower);
}

export function checkClientOrderId(book: Book, account: Account, clientOrderId: string): void {
  if (!book.behaviours.clientOrderIdIsUnused(account.byClientId.has(clientOrderId) ? 1 : 0)) {
    throw refusal('unprocessable', 'client_order_id must be unique');
  }
}

/** Takes an order. The exchange's answer comes by `exchangeAnswers`, so that the caller can show the order before it. */
export function placeOrder(book: Book, account: Account, request: OrderRequest): Order {
  const ticket = ticketFor(book, account, request);
  const clientOrderId = request.client_order_id ?? book.newId();
  checkClientOrderId(book, account, clientOrderId);
  const placed = placedFrom(book, account, ticket, clientOrderId);
  book.emit({ type: 'order_placed', order: placed, at: book.now() });
  for (const leg of legsOf(ticket.request)) {
    book.emit({ type: 'order_placed', order: legFrom(book, placed, leg), at: book.now() });
  }
  return orderIn(book, placed.id);
}

/** The exchange takes a `pending_new` order, at once or after its latency. */
export function exchangeAnswers(book: Book, order: Order): void {
  if (order.status !== 'pending_new') return;
  book.later(() => {
    acknowledge(book, order);
    for (const id of order.order_class === 'oco' ? order.legs : []) acknowledge(book, orderIn(book, id));
  });
}
