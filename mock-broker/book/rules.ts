import type Big from 'big.js';
import { refusal } from '../errors.ts';
import { decimals } from '../market/money.ts';
import { type Listing, listingOf } from '../market/symbols.ts';
import type { Book } from './book.ts';
import type { Side } from './events.ts';
import { trailedStop } from './prices.ts';
import type { OrderRequest } from './request.ts';
import type { Account } from './state.ts';

const rule = (message: string) => refusal('orderRule', message);

/** Whether this account takes orders at all. */
export function checkAccount(account: Account): void {
  if (account.flags.account_blocked) throw refusal('forbidden', 'account is blocked');
  if (account.flags.trading_blocked) throw refusal('forbidden', 'trading is blocked for this account');
  if (account.configurations.suspend_trade) throw refusal('forbidden', 'new orders are rejected by user request');
}

/** The listing, if it trades. */
export function checkSymbol(account: Account, symbol: string): Listing {
  if (account.flags.equities_disabled) throw refusal('unprocessable', 'us_equity orders not allowed for account');
  const listing = listingOf(symbol);
  if (!listing) throw refusal('unprocessable', `could not find us_equity '${symbol.slice(0, 20)}'`);
  if (!listing.active) throw refusal('unprocessable', `asset ${symbol} is not active`);
  if (!listing.tradable) throw refusal('unprocessable', `asset ${symbol} is not tradable`);
  return listing;
}

export function checkTick(book: Book, name: string, price: Big | null): void {
  if (price && !book.behaviours.priceIsOnATick(decimals(price), price.lt(1))) {
    throw rule(`invalid ${name} ${price.toFixed()}. sub-penny increment does not fulfill minimum pricing criteria`);
  }
}

/** Which prices a type needs, and which it must not have. */
export function checkPrices(book: Book, request: OrderRequest): void {
  const { type } = request;
  const needs = (name: 'limit_price' | 'stop_price', wanted: boolean) => {
    if (wanted && !request[name]) throw refusal('unprocessable', `${type} orders require ${name}`);
    if (!wanted && request[name]) throw refusal('unprocessable', `${type} orders must not have ${name}`);
  };
  needs('limit_price', type === 'limit' || type === 'stop_limit');
  needs('stop_price', type === 'stop' || type === 'stop_limit');
  const trails = (request.trail_price ? 1 : 0) + (request.trail_percent ? 1 : 0);
  if (type === 'trailing_stop' && trails !== 1) {
    throw refusal('unprocessable', 'trailing_stop orders require either trail_price or trail_percent');
  }
  if (type !== 'trailing_stop' && trails > 0) throw refusal('unprocessable', `${type} orders must not have a trail`);
  checkTick(book, 'limit_price', request.limit_price);
  checkTick(book, 'stop_price', request.stop_price);
}

/** A trailing stop starts above zero. */
export function checkTrail(side: Side, last: Big, trail: { price: string | null; percent: string | null }): void {
  if (trailedStop(side, last, trail).lte(0)) throw rule('the trail must be less than the price that it starts from');
}

/** Whole or fractional shares, or an amount of dollars. */
export function checkQuantity(account: Account, listing: Listing, request: OrderRequest): void {
  const { qty, notional, type, time_in_force } = request;
  if (qty && notional) throw refusal('unprocessable', 'only one of qty or notional is accepted');
  if (!qty && !notional) throw refusal('unprocessable', 'qty is required');
  const fractional = notional !== null || decimals(qty!) > 0;
  if (!fractional) return;
  if (!listing.fractionable) throw refusal('unprocessable', `asset "${listing.symbol}" is not fractionable`);
  if (!account.configurations.fractional_trading) throw refusal('unprocessable', 'qty must be integer');
  if (time_in_force !== 'day') throw rule('fractional orders must be DAY orders');
  if (request.order_class !== 'simple') throw rule('fractional orders must be simple orders');
  if (notional && type !== 'market') throw rule('notional orders must be market orders');
  if (notional?.lt(1)) throw refusal('forbidden', 'cost basis must be >= minimal amount of order 1');
}

/** `brokerage.md` §2.1: outside the session only limit orders, day or gtc. */
export function checkExtendedHours(request: OrderRequest): void {
  if (!request.extended_hours) return;
  if (request.type !== 'limit')
    throw refusal('unprocessable', 'only type="limit" is allowed for extended hours orders');
  if (request.time_in_force !== 'day' && request.time_in_force !== 'gtc') {
    throw refusal('unprocessable', 'extended hours orders must be DAY or GTC orders');
  }
}
