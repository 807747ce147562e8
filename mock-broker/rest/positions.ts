import Big from 'big.js';
import { type OrderRequest, positiveOf } from '../book/request.ts';
import type { Position } from '../book/state.ts';
import { refusal } from '../errors.ts';
import { decimals, zero } from '../market/money.ts';
import { listingById } from '../market/symbols.ts';
import { type Answer, type Call, ok, queryBoolean, queryText } from './call.ts';
import { attempt, cancelAll, place } from './orders.ts';
import { renderPosition } from './render.ts';

export const listPositions = (call: Call): Answer =>
  ok(
    [...call.account.positions.values()]
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
      .map((position) => renderPosition(call.book, call.account, position)),
  );

/** By symbol or asset id. */
function positionOf(call: Call): Position {
  const given = call.params.symbol!;
  const position = call.account.positions.get(listingById(given)?.symbol ?? given);
  if (!position) throw refusal('notFound', 'position does not exist');
  return position;
}

export const getPosition = (call: Call): Answer => ok(renderPosition(call.book, call.account, positionOf(call)));

/** A market order the other way for all or a part. */
const closing = (position: Position, qty: Big): OrderRequest => ({
  symbol: position.symbol,
  qty,
  notional: null,
  side: position.qty.gt(0) ? 'sell' : 'buy',
  type: 'market',
  time_in_force: 'day',
  limit_price: null,
  stop_price: null,
  trail_price: null,
  trail_percent: null,
  extended_hours: false,
  client_order_id: null,
  order_class: 'simple',
  take_profit: null,
  stop_loss: null,
  position_intent: null,
});

function partOf(call: Call, position: Position): Big {
  const qty = positiveOf({ qty: queryText(call, 'qty') }, 'qty');
  const percentage = positiveOf({ percentage: queryText(call, 'percentage') }, 'percentage');
  if (qty && percentage) throw refusal('unprocessable', 'only one of qty or percentage is accepted');
  if (percentage?.gt(100)) throw refusal('unprocessable', 'percentage must be no more than 100');
  for (const [name, value] of Object.entries({ qty, percentage })) {
    if (value && decimals(value) > 9) throw refusal('unprocessable', `${name} must have no more than 9 decimal places`);
  }
  const all = position.qty.abs();
  // Only of a position that is fractional itself is a fraction sold.
  const places = decimals(all) > 0 ? 9 : 0;
  const part = qty ?? (percentage ? all.times(percentage).div(100).round(places, Big.roundDown) : all);
  if (part.lte(zero)) throw refusal('unprocessable', 'percentage is less than what can be sold of a share');
  return part;
}

/** `DELETE /v2/positions/{symbol}?qty=|percentage=`: the order that closes it. */
export function closePosition(call: Call): Answer {
  const position = positionOf(call);
  return ok(place(call, closing(position, partOf(call, position))));
}

/** `DELETE /v2/positions?cancel_orders=`: each position with its own status, as 207. */
export function closeAllPositions(call: Call): Answer {
  if (queryBoolean(call, 'cancel_orders')) cancelAll(call);
  const rows = [...call.account.positions.values()].map((position) => ({
    symbol: position.symbol,
    ...attempt(() => place(call, closing(position, position.qty.abs()))),
  }));
  return { status: 207, body: rows };
}
