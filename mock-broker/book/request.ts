import Big from 'big.js';
import { refusal } from '../errors.ts';
import { decimals } from '../market/money.ts';
import type { OrderClass, OrderType, PositionIntent, Side, TimeInForce } from './events.ts';

/** An order as asked for, in types; nothing has been decided about it. */
export interface OrderRequest {
  symbol: string;
  qty: Big | null;
  notional: Big | null;
  side: Side;
  type: OrderType;
  time_in_force: TimeInForce;
  limit_price: Big | null;
  stop_price: Big | null;
  trail_price: Big | null;
  trail_percent: Big | null;
  extended_hours: boolean;
  client_order_id: string | null;
  order_class: OrderClass;
  take_profit: { limit_price: Big } | null;
  stop_loss: { stop_price: Big; limit_price: Big | null } | null;
  position_intent: PositionIntent | null;
}

const fields = new Set([
  'symbol',
  'qty',
  'notional',
  'side',
  'type',
  'time_in_force',
  'limit_price',
  'stop_price',
  'trail_price',
  'trail_percent',
  'extended_hours',
  'client_order_id',
  'order_class',
  'take_profit',
  'stop_loss',
  'position_intent',
  'legs',
  'advanced_instructions',
]);

type Body = Record<string, unknown>;

const invalid = (message: string) => refusal('unprocessable', message);

/** The body as an object of known fields. */
export function objectOf(value: unknown, known: ReadonlySet<string>, where = 'request body'): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal('malformed', `${where} must be a JSON object`);
  }
  const stranger = Object.keys(value).find((key) => !known.has(key));
  if (stranger !== undefined) throw invalid(`unknown field "${stranger.slice(0, 40)}" in ${where}`);
  return value as Body;
}

/**
 * A decimal from a string of digits or a JSON number; null where absent. A JSON number of more than 15 digits may have
 * been rounded on its way and is refused.
 */
export function decimalOf(body: Body, name: string): Big | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) || text.length > 40) {
    throw invalid(`${name} must be a decimal number, such as "10.25"`);
  }
  if (typeof value === 'number' && text.replace(/\D/g, '').length > 15) {
    throw invalid(`${name} has more digits than a JSON number keeps; send it as a string`);
  }
  return new Big(text);
}

/** A decimal above zero that is below a billion; null where absent. */
export function positiveOf(body: Body, name: string): Big | null {
  const value = decimalOf(body, name);
  if (value?.lte(0)) throw invalid(`${name} must be > 0`);
  if (value?.gte(1_000_000_000)) throw invalid(`${name} must be less than 1000000000`);
  return value;
}

export function choiceOf<T extends string>(body: Body, name: string, choices: readonly T[]): T | null {
  const value = body[name];
  if (value === undefined || value === null || value === '') return null;
  if (!choices.includes(value as T)) throw invalid(`invalid ${name}: must be one of ${choices.join(', ')}`);
  return value as T;
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw invalid(`${name} is required`);
  return value;
}

export function booleanOf(body: Body, name: string): boolean | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') throw invalid(`${name} must be true or false`);
  return value;
}

function textOf(body: Body, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(`${name} must be a string`);
  return value;
}

export function clientOrderIdOf(body: Body): string | null {
  const value = textOf(body, 'client_order_id');
  if (value !== null && value.length > 128) throw invalid('client_order_id must be no more than 128 characters');
  return value;
}

/** Reads an order request; throws a refusal that names the field. */
export function readOrderRequest(value: unknown): OrderRequest {
  const body = objectOf(value, fields);
  if (body.legs !== undefined && body.legs !== null) throw invalid('multi-leg orders are not offered');
  if (body.order_class === 'mleg') throw invalid('us_equity orders cannot be of order_class mleg');
  const qty = positiveOf(body, 'qty');
  const notional = positiveOf(body, 'notional');
  if (qty && decimals(qty) > 9) throw invalid('qty must have no more than 9 decimal places');
  if (notional && decimals(notional) > 2) throw invalid('notional must have no more than 2 decimal places');
  const takeProfit =
    body.take_profit == null ? null : objectOf(body.take_profit, new Set(['limit_price']), 'take_profit');
  const stopLoss =
    body.stop_loss == null ? null : objectOf(body.stop_loss, new Set(['stop_price', 'limit_price']), 'stop_loss');
  return {
    symbol: required(textOf(body, 'symbol'), 'symbol'),
    qty,
    notional,
    side: required(choiceOf(body, 'side', ['buy', 'sell']), 'side'),
    type: required(choiceOf(body, 'type', ['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']), 'type'),
    time_in_force: required(
      choiceOf(body, 'time_in_force', ['day', 'gtc', 'opg', 'cls', 'ioc', 'fok']),
      'time_in_force',
    ),
    limit_price: positiveOf(body, 'limit_price'),
    stop_price: positiveOf(body, 'stop_price'),
    trail_price: positiveOf(body, 'trail_price'),
    trail_percent: positiveOf(body, 'trail_percent'),
    extended_hours: booleanOf(body, 'extended_hours') ?? false,
    client_order_id: clientOrderIdOf(body),
    order_class: choiceOf(body, 'order_class', ['simple', 'bracket', 'oco', 'oto']) ?? 'simple',
    take_profit: takeProfit && {
      limit_price: required(positiveOf(takeProfit, 'limit_price'), 'take_profit.limit_price'),
    },
    stop_loss: stopLoss && {
      stop_price: required(positiveOf(stopLoss, 'stop_price'), 'stop_loss.stop_price'),
      limit_price: positiveOf(stopLoss, 'limit_price'),
    },
    position_intent: choiceOf(body, 'position_intent', [
      'buy_to_open',
      'buy_to_close',
      'sell_to_open',
      'sell_to_close',
    ]),
  };
}
