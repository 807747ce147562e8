import Big from 'big.js';
import { refusal } from '../errors.ts';
import { plain, zero } from '../market/money.ts';
import { previousClose } from '../market/quotes.ts';
import { type Listing, listingOf } from '../market/symbols.ts';
import { type Book, isEasyToBorrow, quoteOf } from './book.ts';
import { balancesOf, marginEquity } from './buying-power.ts';
import { dayTradesOf, patternEquity } from './day-trades.ts';
import type { PositionIntent, Side } from './events.ts';
import { orderIn } from './lifecycle.ts';
import type { OrderRequest } from './request.ts';
import { type Account, type Order, sideKey } from './state.ts';

/** Asks for no more shares than are held and not set aside. `releasing` is what a replaced order gives back. */
export function checkHeld(book: Book, account: Account, symbol: string, qty: Big, releasing = zero): void {
  const existing = (account.positions.get(symbol)?.qty ?? zero).abs();
  const held = account.held.get(symbol) ?? zero;
  const available = existing.minus(held).plus(releasing);
  if (book.behaviours.heldQuantityCoversTheOrder(plain(qty), plain(available))) return;
  const related = [...account.open]
    .map((id) => orderIn(book, id))
    .filter((one) => one.symbol === symbol && one.held.gt(0));
  throw insufficientQuantity(symbol, qty, { available, existing, held, related: related.map((one) => one.id) });
}

type Holding = { available: Big; existing: Big; held: Big; related: string[] };

const insufficientQuantity = (symbol: string, qty: Big, { available, existing, held, related }: Holding) =>
  refusal(
    'forbidden',
    `insufficient qty available for order (requested: ${plain(qty)}, available: ${plain(available)})`,
    {
      available: plain(available),
      existing_qty: plain(existing),
      held_for_orders: plain(held),
      related_orders: related,
      symbol,
    },
  );

type Opening = Pick<OrderRequest, 'symbol' | 'notional' | 'limit_price'>;

/** What opening a short needs: a whole number of shares, an account that may, a stock that is easy to borrow. */
function checkShort(book: Book, account: Account, listing: Listing, request: Opening, qty: Big): void {
  const { symbol } = listing;
  if (request.notional || !qty.round(0, Big.roundDown).eq(qty)) {
    throw insufficientQuantity(symbol, qty, { available: zero, existing: zero, held: zero, related: [] });
  }
  const allowed = account.flags.shorting_enabled && !account.configurations.no_shorting;
  if (!allowed || balancesOf(book, account).equity.lt(marginEquity)) {
    throw refusal('forbidden', 'account is not allowed to short');
  }
  if (!listing.shortable || !isEasyToBorrow(book, symbol)) {
    throw refusal('orderRule', `asset "${symbol}" cannot be sold short`);
  }
  checkShortPrice(book, listing, request);
}

/** Regulation SHO rule 201: once a stock fell by a tenth, a short sells only above the best bid. */
function checkShortPrice(book: Book, listing: Listing, request: Opening): void {
  const quote = quoteOf(book, listing.symbol);
  const fell = quote.last.lte(previousClose(book.seed, listing, book.now()).times('0.9'));
  const limit = request.limit_price ? plain(request.limit_price) : null;
  if (!book.behaviours.shortSaleIsAboveTheBid(fell, limit, plain(quote.bid))) {
    throw refusal(
      'orderRule',
      `asset "${listing.symbol}" is under a short sale price test: the limit must be above the bid`,
    );
  }
}

/** What an order that opens or adds to a position needs beside the money, placed or replaced. */
export function checkOpening(book: Book, account: Account, intent: PositionIntent, request: Opening, qty: Big): void {
  if (account.flags.liquidation_only) throw refusal('forbidden', 'account is restricted to liquidation only');
  if (intent === 'sell_to_open') checkShort(book, account, listingOf(request.symbol)!, request, qty);
}

export function checkBuyingPower(book: Book, cost: Big, buyingPower: Big): void {
  if (book.behaviours.buyingPowerCoversTheOrder(plain(cost), plain(buyingPower))) return;
  throw refusal('forbidden', 'insufficient buying power', {
    buying_power: buyingPower.toFixed(2, Big.roundDown),
    cost_basis: cost.toFixed(2, Big.roundUp),
  });
}

/** The account's open orders on the other side of a symbol. */
function opposite(book: Book, account: Account, symbol: string, side: Side): Order[] {
  const other = account.sides.get(sideKey({ symbol, side: side === 'buy' ? 'sell' : 'buy' }));
  return other ? [...other].map((id) => orderIn(book, id)) : [];
}

/** An account opens in one direction at a time in a symbol. */
export function checkDirections(book: Book, account: Account, symbol: string, intent: PositionIntent): void {
  if (intent === 'sell_to_open' && opens(opposite(book, account, symbol, 'sell'))) {
    throw refusal('forbidden', 'cannot open a short sell while a long buy order is open');
  }
  if (intent === 'buy_to_open' && opens(opposite(book, account, symbol, 'buy'))) {
    throw refusal('forbidden', 'cannot open a long buy while a short sell order is open');
  }
}

const opens = (orders: Order[]): boolean => orders.some((one) => one.position_intent.endsWith('to_open'));

interface Crossing {
  symbol: string;
  side: Side;
  limit: Big | null;
}

/** Whether two orders of one account on opposite sides could trade with each other. */
function crosses(order: Crossing, other: Order): boolean {
  if (order.limit === null || other.limit_price === null) return true;
  return order.side === 'buy' ? order.limit.gte(other.limit_price) : order.limit.lte(other.limit_price);
}

/** No order may meet another of the same account; the legs of complex orders exclude each other and are let be. */
export function checkWash(book: Book, account: Account, order: Crossing, except?: string): void {
  for (const other of opposite(book, account, order.symbol, order.side)) {
    if (other.id === except || other.order_class !== 'simple' || !crosses(order, other)) continue;
    if (!book.behaviours.orderWouldMeetAnother(order.side, other.side)) continue;
    const kind = other.limit_price === null ? 'market/stop' : 'limit';
    throw refusal('forbidden', 'potential wash trade detected. use complex orders', {
      existing_order_id: other.id,
      reject_reason: `opposite side ${kind} order exists`,
    });
  }
}

/** A price or size that nobody means: half the market away, or more than five million dollars. */
export function checkFatFinger(book: Book, request: OrderRequest, qty: Big): void {
  const quote = quoteOf(book, request.symbol);
  const { side, limit_price: limit } = request;
  const reference = side === 'buy' ? quote.ask : quote.bid;
  if (limit && !book.behaviours.limitIsNearTheMarket(side, plain(limit), plain(reference))) {
    throw refusal(
      'orderRule',
      `limit_price ${plain(limit)} is more than half away from the market at ${plain(reference)}`,
    );
  }
  const notional = qty.times(limit ?? reference);
  if (!book.behaviours.sizeIsPlausible(plain(notional))) {
    throw refusal('orderRule', 'order notional is more than the largest accepted, 5000000');
  }
}

/** The day-trading rule that was replaced in June 2026, for a brokerage still in its phase-in. */
export function checkDayTrading(book: Book, account: Account, intent: PositionIntent): void {
  if (book.settings.ruleSet !== 'legacy_pdt' || !intent.endsWith('to_open')) return;
  const small = balancesOf(book, account).equity.lt(patternEquity);
  if (!book.behaviours.dayTradeIsAllowed(dayTradesOf(book, account), small)) {
    throw refusal('patternDayTrading', 'trade denied due to pattern day trading protection');
  }
}
