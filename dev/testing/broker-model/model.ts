import type { BookEvent, OrderStatus, PlacedOrder } from '../../../mock-broker/book/events.ts';

// A second, simpler account of the same events: whole numbers, everything counted anew from the list of orders.

const shares = 1_000_000_000n;
const money = 10_000n;

/** Billionths of a share. */
const toShares = (text: string): bigint => scaled(text, 9);
/** Ten-thousandths of a dollar. */
const toMoney = (text: string): bigint => scaled(text, 4);

function scaled(text: string, places: number): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  const value = BigInt(whole! + fraction.padEnd(places, '0').slice(0, places));
  return sign ? -value : value;
}

interface Known {
  placed: PlacedOrder;
  qty: bigint;
  filled: bigint;
  status: OrderStatus;
  replacement: string | null;
}

export interface Model {
  /** In units of a dollar over 10^13. */
  cash: bigint;
  /** Billionths of a share, by symbol. */
  positions: Map<string, bigint>;
  orders: Map<string, Known>;
  fills: Map<string, { symbol: string; qty: bigint; cash: bigint }>;
}

export const emptyModel = (): Model => ({ cash: 0n, positions: new Map(), orders: new Map(), fills: new Map() });

const finals: ReadonlySet<OrderStatus> = new Set(['filled', 'canceled', 'expired', 'replaced', 'rejected']);

function move(model: Model, symbol: string, qty: bigint): void {
  const after = (model.positions.get(symbol) ?? 0n) + qty;
  if (after === 0n) model.positions.delete(symbol);
  else model.positions.set(symbol, after);
}

function fill(model: Model, event: Extract<BookEvent, { type: 'order_filled' }>): void {
  const order = model.orders.get(event.order)!;
  const qty = toShares(event.qty);
  const signed = order.placed.side === 'buy' ? qty : -qty;
  const cash = -signed * toMoney(event.price);
  if (finals.has(order.status)) throw new Error(`${order.status} order was filled`);
  order.filled += qty;
  if (order.filled > order.qty) throw new Error('filled more than its quantity');
  if (order.filled === order.qty) order.status = 'filled';
  else if (order.status !== 'pending_cancel' && order.status !== 'pending_replace') order.status = 'partially_filled';
  model.cash += cash;
  move(model, order.placed.symbol, signed);
  model.fills.set(event.execution, { symbol: order.placed.symbol, qty: signed, cash });
}

function change(model: Model, event: Extract<BookEvent, { type: 'order_changed' }>): void {
  const order = model.orders.get(event.order)!;
  if (finals.has(order.status) && event.to !== order.status) throw new Error(`${order.status} became ${event.to}`);
  order.status = event.to;
  const { changes } = event;
  if (changes?.qty !== undefined) order.qty = toShares(changes.qty);
  if (changes?.replacement !== undefined) order.replacement = changes.replacement;
  if (changes?.filled_qty !== undefined) {
    const filled = toShares(changes.filled_qty);
    if (filled < order.filled) throw new Error('filled quantity fell');
    order.filled = filled;
  }
}

/** Takes one event into account; throws where an order does what no order may. */
export function observe(model: Model, event: BookEvent): void {
  if (event.type === 'account_opened') model.cash += toMoney(event.cash) * shares;
  if (event.type === 'cash_moved') model.cash += toMoney(event.amount) * shares;
  if (event.type === 'position_transferred') move(model, event.symbol, toShares(event.qty));
  if (event.type === 'order_filled') fill(model, event);
  if (event.type === 'order_changed') change(model, event);
  if (event.type === 'fill_busted') {
    const busted = model.fills.get(event.execution)!;
    model.cash -= busted.cash;
    move(model, busted.symbol, -busted.qty);
  }
  if (event.type === 'order_placed') {
    const { order } = event;
    model.orders.set(order.id, {
      placed: order,
      qty: toShares(order.qty),
      filled: 0n,
      status: order.status,
      replacement: null,
    });
  }
}

/** What an order sets aside: dollars over 10^13 when it opens, billionths of a share when it closes. */
function claim(model: Model, order: Known): { money: bigint; shares: bigint } {
  if (finals.has(order.status) || order.status === 'held') return { money: 0n, shares: 0n };
  const { replaces } = order.placed;
  if (replaces && model.orders.get(replaces)!.status === 'pending_replace') return { money: 0n, shares: 0n };
  const next = order.replacement ? model.orders.get(order.replacement)! : order;
  const closes = order.placed.position_intent.endsWith('to_close');
  const ask = (one: Known) => (one.qty - order.filled) * (closes ? 1n : toMoney(one.placed.reserve_price));
  const most = ask(order) > ask(next) ? ask(order) : ask(next);
  if (closes) return { money: 0n, shares: order.placed.shares_hold ? 0n : most };
  return { money: most, shares: 0n };
}

/** What all open orders set aside. */
export function reserved(model: Model): { money: bigint; shares: Map<string, bigint> } {
  let total = 0n;
  const held = new Map<string, bigint>();
  for (const order of model.orders.values()) {
    const claimed = claim(model, order);
    total += claimed.money;
    const { symbol } = order.placed;
    if (claimed.shares !== 0n) held.set(symbol, (held.get(symbol) ?? 0n) + claimed.shares);
  }
  return { money: total, shares: held };
}

/** Twice the equity, less what is held and what is set aside; the equity alone below $2,000. Dollars over 10^13. */
export function buyingPower(model: Model, priceOf: (symbol: string) => string): bigint {
  let equity = model.cash;
  let gross = 0n;
  for (const [symbol, qty] of model.positions) {
    const value = qty * toMoney(priceOf(symbol));
    equity += value;
    gross += value < 0n ? -value : value;
  }
  const times = equity >= 2000n * money * shares ? 2n : 1n;
  const power = equity * times - gross - reserved(model).money;
  return power > 0n ? power : 0n;
}

/** A decimal string in the model's units of money. */
export const inModelMoney = (text: string): bigint => scaled(text, 13);
export const inModelShares = toShares;
