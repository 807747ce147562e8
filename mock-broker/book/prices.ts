import Big from 'big.js';
import { larger, smaller } from '../market/money.ts';
import type { Quote } from '../market/quotes.ts';
import type { OrderChanges } from './events.ts';
import type { Order } from './state.ts';

/** A buy stop trades at no more than 4 % above its stop price (`brokerage.md` §2.1). */
const stopCap = '1.04';

/** The price that an order will not go beyond; null for the market. */
function limitOf(order: Order): Big | null {
  if (order.limit_price !== null) return new Big(order.limit_price);
  return order.type === 'stop' && order.side === 'buy' ? new Big(order.stop_price!).times(stopCap) : null;
}

const waitsForItsStop = (order: Order): boolean =>
  !order.triggered && (order.type === 'stop' || order.type === 'stop_limit' || order.type === 'trailing_stop');

/** The price at which an order trades against a quote, or undefined while it does not. */
export function tradePrice(order: Order, quote: Pick<Quote, 'bid' | 'ask'>): Big | undefined {
  const price = order.side === 'buy' ? quote.ask : quote.bid;
  if (price.lte(0) || waitsForItsStop(order)) return undefined;
  const limit = limitOf(order);
  if (limit === null) return price;
  return (order.side === 'buy' ? price.lte(limit) : price.gte(limit)) ? price : undefined;
}

/** Where a trailing stop stands when the best price seen is `hwm`. */
export function trailedStop(
  side: 'buy' | 'sell',
  hwm: Big,
  trail: { price: string | null; percent: string | null },
): Big {
  const distance = trail.price === null ? hwm.times(trail.percent!).div(100) : new Big(trail.price);
  const stop = side === 'buy' ? hwm.plus(distance) : hwm.minus(distance);
  return stop.round(stop.lt(1) ? 4 : 2, Big.roundHalfEven);
}

/** What a price does to an order that waits for its stop: it is elected, it trails, or nothing (undefined). */
export function stopChanges(order: Order, last: Big): OrderChanges | undefined {
  if (!waitsForItsStop(order)) return undefined;
  const changes: OrderChanges = {};
  let stop = new Big(order.stop_price!);
  if (order.type === 'trailing_stop') {
    const before = new Big(order.hwm!);
    const hwm = order.side === 'sell' ? larger(before, last) : smaller(before, last);
    if (!hwm.eq(before)) {
      stop = trailedStop(order.side, hwm, { price: order.trail_price, percent: order.trail_percent });
      changes.hwm = hwm.toFixed();
      changes.stop_price = stop.toFixed();
    }
  }
  if (order.side === 'buy' ? last.gte(stop) : last.lte(stop)) changes.triggered = true;
  return Object.keys(changes).length > 0 ? changes : undefined;
}
