import type Big from 'big.js';
import { refusal } from '../errors.ts';
import type { Book } from './book.ts';
import { quoteOf } from './book.ts';
import type { OrderRequest } from './request.ts';
import { checkTick } from './rules.ts';

/** A leg of a complex order: what differs from its parent. */
export interface Leg {
  type: 'limit' | 'stop' | 'stop_limit';
  limit_price: Big | null;
  stop_price: Big | null;
  /** The second exit shares the shares that the first sets aside. */
  shares_hold: boolean;
}

const rule = (message: string) => refusal('orderRule', message);
const tick = '0.01';

function checkDuration(request: OrderRequest): void {
  if (request.time_in_force !== 'day' && request.time_in_force !== 'gtc') {
    throw rule('complex orders must be DAY or GTC orders');
  }
  if (request.extended_hours) throw rule('extended hours order must be simple order');
}

function checkParts(request: OrderRequest): void {
  const { order_class, take_profit, stop_loss } = request;
  if (order_class === 'simple') {
    if (take_profit || stop_loss) throw rule('simple orders must not have take_profit or stop_loss');
    return;
  }
  if (order_class === 'oto') {
    if (!take_profit === !stop_loss) throw rule('oto orders require either take_profit or stop_loss');
    return;
  }
  if (!take_profit) throw rule(`${order_class} orders require take_profit.limit_price`);
  if (!stop_loss) throw rule(`${order_class} orders require stop_loss.stop_price`);
}

/** The price that exits are measured from: the entry's own, or the market's. */
function basePrice(book: Book, request: OrderRequest): Big {
  const quote = quoteOf(book, request.symbol);
  return request.limit_price ?? request.stop_price ?? (request.side === 'buy' ? quote.ask : quote.bid);
}

/** Profit and loss lie on the right sides of the entry, at least a cent away. */
function checkLevels(request: OrderRequest, base: Big): void {
  const long = request.side === 'buy';
  const profit = request.take_profit?.limit_price;
  const stop = request.stop_loss?.stop_price;
  if (profit && (long ? profit.lt(base.plus(tick)) : profit.gt(base.minus(tick)))) {
    throw rule(`take_profit.limit_price must be ${long ? '>= base_price + 0.01' : '<= base_price - 0.01'}`);
  }
  if (stop && (long ? stop.gt(base.minus(tick)) : stop.lt(base.plus(tick)))) {
    throw rule(`stop_loss.stop_price must be ${long ? '<= base_price - 0.01' : '>= base_price + 0.01'}`);
  }
}

/** An OCO pair leaves a position: its profit is on the far side of its stop. */
function checkPair(request: OrderRequest): void {
  const profit = request.take_profit!.limit_price;
  const stop = request.stop_loss!.stop_price;
  if (request.side === 'sell' ? profit.lte(stop) : profit.gte(stop)) {
    throw rule('take_profit.limit_price and stop_loss.stop_price are the wrong way round');
  }
}

/**
 * The request as it is to be placed, after the rules of its class. An OCO order is itself the take-profit: its limit
 * price may stand at the top or in `take_profit`.
 */
export function normalised(request: OrderRequest): OrderRequest {
  if (request.order_class !== 'oco') return request;
  if (request.type !== 'limit') throw rule('oco orders must be limit orders');
  const profit = request.take_profit ?? (request.limit_price && { limit_price: request.limit_price });
  return { ...request, take_profit: profit, limit_price: profit?.limit_price ?? null };
}

export function checkClass(book: Book, request: OrderRequest): void {
  checkParts(request);
  checkTick(book, 'take_profit.limit_price', request.take_profit?.limit_price ?? null);
  checkTick(book, 'stop_loss.stop_price', request.stop_loss?.stop_price ?? null);
  checkTick(book, 'stop_loss.limit_price', request.stop_loss?.limit_price ?? null);
  if (request.order_class === 'simple') return;
  checkDuration(request);
  if (request.order_class === 'oco') checkPair(request);
  else checkLevels(request, basePrice(book, request));
}

/** The exits that are placed with an order. */
export function legsOf(request: OrderRequest): Leg[] {
  const { order_class, take_profit, stop_loss } = request;
  const legs: Leg[] = [];
  if (take_profit && order_class !== 'oco' && order_class !== 'simple') {
    legs.push({ type: 'limit', limit_price: take_profit.limit_price, stop_price: null, shares_hold: false });
  }
  if (stop_loss && order_class !== 'simple') {
    legs.push({
      type: stop_loss.limit_price ? 'stop_limit' : 'stop',
      limit_price: stop_loss.limit_price,
      stop_price: stop_loss.stop_price,
      shares_hold: order_class !== 'oto',
    });
  }
  return legs;
}
