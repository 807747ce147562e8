import Big from 'big.js';
import { larger, zero } from '../market/money.ts';
import {
  type AccountFlags,
  type BookEvent,
  type Configurations,
  finalStatuses,
  type OrderChanges,
  type PlacedOrder,
} from './events.ts';

export interface Order extends PlacedOrder {
  /** Place in the sequence of all orders: orders of one instant keep their order. */
  n: number;
  created_at: number;
  updated_at: number;
  submitted_at: number;
  filled_at: number | null;
  canceled_at: number | null;
  expired_at: number | null;
  failed_at: number | null;
  replaced_at: number | null;
  filled_qty: string;
  /** Sum of price times quantity over its fills. */
  filled_value: string;
  replaced_by: string | null;
  replacement: string | null;
  triggered: boolean;
  reason: string | null;
  legs: string[];
  /** Buying power set aside while it is open. */
  reserved: Big;
  /** Shares of the position set aside while it is open. */
  held: Big;
}

export interface Position {
  symbol: string;
  /** Negative for a short. */
  qty: Big;
  /** What the open quantity cost, in dollars, with the sign of `qty`. */
  cost: Big;
}

export interface Activity {
  id: string;
  type: 'FILL' | 'JNLC' | 'JNLS';
  at: number;
  order: string | null;
  symbol: string | null;
  /** Signed: what it did to the position. */
  qty: Big;
  price: Big;
  /** What it did to the cash. */
  cash: Big;
  cumQty: Big;
  leavesQty: Big;
  busted: boolean;
}

export interface Account {
  id: string;
  number: string;
  openedAt: number;
  closed: boolean;
  cash: Big;
  positions: Map<string, Position>;
  /** Ids, oldest first. */
  orders: string[];
  open: Set<string>;
  /** Open orders by symbol and side: `AAPL:buy`. */
  sides: Map<string, Set<string>>;
  byClientId: Map<string, string>;
  /** Shares held by open closing orders, by symbol. */
  held: Map<string, Big>;
  reserved: Big;
  activities: Activity[];
  flags: AccountFlags;
  configurations: Configurations;
}

export interface BookState {
  accounts: Map<string, Account>;
  orders: Map<string, Order>;
  /** Open orders by symbol, in order of arrival. */
  working: Map<string, Set<string>>;
  quotes: Map<string, { bid: Big; ask: Big; at: number }>;
  halted: Map<string, 'halt' | 'price_band'>;
  /** The market told to be open or closed whatever the calendar says. */
  forced: boolean | null;
}

export const emptyState = (): BookState => ({
  accounts: new Map(),
  orders: new Map(),
  working: new Map(),
  quotes: new Map(),
  halted: new Map(),
  forced: null,
});

const defaultFlags: AccountFlags = {
  trading_blocked: false,
  account_blocked: false,
  transfers_blocked: false,
  liquidation_only: false,
  equities_disabled: false,
  shorting_enabled: true,
};

const defaultConfigurations: Configurations = {
  no_shorting: false,
  suspend_trade: false,
  fractional_trading: true,
  max_margin_multiplier: '4',
  max_options_trading_level: 0,
  disable_overnight_trading: false,
  trade_confirm_email: 'all',
  ptp_no_exception_entry: false,
  dtbp_check: 'entry',
  pdt_check: 'entry',
};

export const isOpenOrder = (order: Order): boolean => !finalStatuses.has(order.status);

export const remaining = (order: Order): Big => new Big(order.qty).minus(order.filled_qty);

interface Claim {
  reserved: Big;
  held: Big;
}

const nothing: Claim = { reserved: zero, held: zero };

function ownClaim(order: Order): Claim {
  const left = remaining(order);
  if (!order.position_intent.endsWith('to_close')) return { reserved: left.times(order.reserve_price), held: zero };
  return { reserved: zero, held: order.shares_hold ? zero : left };
}

/**
 * What an order sets aside: buying power when it opens, shares when it closes. While a replacement is pending the old
 * order sets aside the larger of the two and the new one nothing (`brokerage.md` §2.1).
 */
function claimOf(state: BookState, order: Order): Claim {
  if (!isOpenOrder(order) || order.status === 'held') return nothing;
  if (order.replaces && state.orders.get(order.replaces)!.status === 'pending_replace') return nothing;
  const own = ownClaim(order);
  const next = order.replacement && state.orders.get(order.replacement);
  if (!next) return own;
  // The replacement asks for the whole, of which the fills so far are spent.
  const more = ownClaim({ ...next, filled_qty: order.filled_qty });
  return { reserved: larger(own.reserved, more.reserved), held: larger(own.held, more.held) };
}

/** Lets go of what the order set aside, and takes what it sets aside now. */
function claim(state: BookState, account: Account, order: Order): void {
  const { reserved, held } = claimOf(state, order);
  account.reserved = account.reserved.minus(order.reserved).plus(reserved);
  const before = account.held.get(order.symbol) ?? zero;
  const after = before.minus(order.held).plus(held);
  if (after.eq(0)) account.held.delete(order.symbol);
  else account.held.set(order.symbol, after);
  order.reserved = reserved;
  order.held = held;
}

/** Keeps an open order in a set of a map, and a closed one out of it. */
function keep(sets: Map<string, Set<string>>, key: string, id: string, open: boolean): void {
  const set = sets.get(key);
  if (open && !set) sets.set(key, new Set([id]));
  else if (open) set!.add(id);
  else if (set?.delete(id) && set.size === 0) sets.delete(key);
}

export const sideKey = ({ symbol, side }: Pick<Order, 'symbol' | 'side'>): string => `${symbol}:${side}`;

function index(state: BookState, account: Account, order: Order): void {
  const open = isOpenOrder(order);
  if (open) account.open.add(order.id);
  else account.open.delete(order.id);
  keep(account.sides, sideKey(order), order.id, open);
  keep(state.working, order.symbol, order.id, open);
}

/** Field by field: an object spread into a larger one is four times as slow to make, and larger. */
const opened = (placed: PlacedOrder, n: number, at: number): Order => ({
  id: placed.id,
  account: placed.account,
  client_order_id: placed.client_order_id,
  symbol: placed.symbol,
  side: placed.side,
  type: placed.type,
  time_in_force: placed.time_in_force,
  order_class: placed.order_class,
  position_intent: placed.position_intent,
  qty: placed.qty,
  notional: placed.notional,
  limit_price: placed.limit_price,
  stop_price: placed.stop_price,
  trail_price: placed.trail_price,
  trail_percent: placed.trail_percent,
  hwm: placed.hwm,
  extended_hours: placed.extended_hours,
  status: placed.status,
  reserve_price: placed.reserve_price,
  expires_at: placed.expires_at,
  replaces: placed.replaces,
  parent: placed.parent,
  shares_hold: placed.shares_hold,
  n,
  created_at: at,
  updated_at: at,
  submitted_at: at,
  filled_at: null,
  canceled_at: null,
  expired_at: null,
  failed_at: placed.status === 'rejected' ? at : null,
  replaced_at: null,
  filled_qty: '0',
  filled_value: '0',
  replaced_by: null,
  replacement: null,
  triggered: false,
  reason: null,
  legs: [],
  reserved: zero,
  held: zero,
});

function place(state: BookState, placed: PlacedOrder, at: number): void {
  const account = state.accounts.get(placed.account)!;
  const order = opened(placed, state.orders.size + 1, at);
  state.orders.set(order.id, order);
  account.orders.push(order.id);
  account.byClientId.set(order.client_order_id, order.id);
  if (order.parent) state.orders.get(order.parent)?.legs.push(order.id);
  claim(state, account, order);
  const replaced = order.replaces && state.orders.get(order.replaces);
  if (replaced) claim(state, account, replaced);
  index(state, account, order);
}

const endings = {
  canceled: 'canceled_at',
  expired: 'expired_at',
  rejected: 'failed_at',
  replaced: 'replaced_at',
} as const;

/** The legs of a replaced order hang on the new one. */
function adopt(state: BookState, from: Order, to: Order): void {
  to.legs = [...from.legs];
  for (const leg of to.legs) state.orders.get(leg)!.parent = to.id;
}

function change(state: BookState, order: Order, to: Order['status'], at: number, changes: OrderChanges = {}): void {
  const account = state.accounts.get(order.account)!;
  Object.assign(order, changes);
  if (changes.replaced_by) adopt(state, order, state.orders.get(changes.replaced_by)!);
  order.status = to;
  order.updated_at = at;
  if (to in endings) order[endings[to as keyof typeof endings]] = at;
  claim(state, account, order);
  index(state, account, order);
}

/** Average cost: adding to a position adds its price, reducing takes the average away, crossing zero starts anew. */
function movePosition(account: Account, symbol: string, qty: Big, price: Big): void {
  const position = account.positions.get(symbol) ?? { symbol, qty: zero, cost: zero };
  const after = position.qty.plus(qty);
  if (after.eq(0)) {
    account.positions.delete(symbol);
    return;
  }
  const adds = position.qty.times(qty).gte(0);
  const crosses = position.qty.times(after).lt(0);
  if (adds) position.cost = position.cost.plus(qty.times(price));
  else if (crosses) position.cost = after.times(price);
  else position.cost = position.cost.times(after).div(position.qty);
  position.qty = after;
  account.positions.set(symbol, position);
}

function fill(state: BookState, event: Extract<BookEvent, { type: 'order_filled' }>): void {
  const order = state.orders.get(event.order)!;
  const account = state.accounts.get(order.account)!;
  const price = new Big(event.price);
  const signed = new Big(event.qty).times(order.side === 'buy' ? 1 : -1);
  const filled = new Big(order.filled_qty).plus(event.qty);
  order.filled_qty = filled.toFixed();
  order.filled_value = new Big(order.filled_value).plus(price.times(event.qty)).toFixed();
  const done = filled.eq(order.qty);
  if (done) order.filled_at = event.at;
  const cash = signed.times(price).times(-1);
  account.cash = account.cash.plus(cash);
  movePosition(account, order.symbol, signed, price);
  account.activities.push({
    id: event.execution,
    type: 'FILL',
    at: event.at,
    order: order.id,
    symbol: order.symbol,
    qty: signed,
    price,
    cash,
    cumQty: filled,
    leavesQty: remaining(order),
    busted: false,
  });
  const stays = order.status === 'pending_cancel' || order.status === 'pending_replace';
  change(state, order, done ? 'filled' : stays ? order.status : 'partially_filled', event.at);
}

function bust(state: BookState, event: Extract<BookEvent, { type: 'fill_busted' }>): void {
  const account = state.accounts.get(state.orders.get(event.order)!.account)!;
  const activity = account.activities.find((one) => one.id === event.execution)!;
  activity.busted = true;
  account.cash = account.cash.minus(activity.cash);
  movePosition(account, activity.symbol!, activity.qty.times(-1), activity.price);
}

const journalEntry = (id: string, type: 'JNLC' | 'JNLS', at: number, what: Partial<Activity>): Activity => ({
  id,
  type,
  at,
  order: null,
  symbol: null,
  qty: zero,
  price: zero,
  cash: zero,
  cumQty: zero,
  leavesQty: zero,
  busted: false,
  ...what,
});

function open(state: BookState, event: Extract<BookEvent, { type: 'account_opened' }>): void {
  const cash = new Big(event.cash);
  state.accounts.set(event.account, {
    id: event.account,
    number: event.number,
    openedAt: event.at,
    closed: false,
    cash,
    positions: new Map(),
    orders: [],
    open: new Set(),
    sides: new Map(),
    byClientId: new Map(),
    held: new Map(),
    reserved: zero,
    activities: [journalEntry(`${event.account}:opened`, 'JNLC', event.at, { cash })],
    flags: { ...defaultFlags },
    configurations: { ...defaultConfigurations },
  });
}

function transfer(state: BookState, event: Extract<BookEvent, { type: 'position_transferred' }>): void {
  const account = state.accounts.get(event.account)!;
  const qty = new Big(event.qty);
  const price = new Big(event.price);
  movePosition(account, event.symbol, qty, price);
  account.activities.push(journalEntry(event.id, 'JNLS', event.at, { symbol: event.symbol, qty, price }));
}

function moveCash(state: BookState, event: Extract<BookEvent, { type: 'cash_moved' }>): void {
  const account = state.accounts.get(event.account)!;
  const cash = new Big(event.amount);
  account.cash = account.cash.plus(cash);
  account.activities.push(journalEntry(event.id, 'JNLC', event.at, { cash }));
}

/** Changes `state` by one event and returns it. Nothing but the event decides how: replay gives the same state. */
export function apply(state: BookState, event: BookEvent): BookState {
  switch (event.type) {
    case 'account_opened':
      open(state, event);
      break;
    case 'account_closed':
      state.accounts.get(event.account)!.closed = true;
      break;
    case 'account_flagged':
      Object.assign(state.accounts.get(event.account)!.flags, event.flags);
      break;
    case 'account_configured':
      Object.assign(state.accounts.get(event.account)!.configurations, event.configurations);
      break;
    case 'cash_moved':
      moveCash(state, event);
      break;
    case 'position_transferred':
      transfer(state, event);
      break;
    case 'order_placed':
      place(state, event.order, event.at);
      break;
    case 'order_changed':
      change(state, state.orders.get(event.order)!, event.to, event.at, event.changes);
      break;
    case 'order_filled':
      fill(state, event);
      break;
    case 'fill_busted':
      bust(state, event);
      break;
    case 'quote_set':
      state.quotes.set(event.symbol, { bid: new Big(event.bid), ask: new Big(event.ask), at: event.at });
      break;
    case 'quote_released':
      state.quotes.delete(event.symbol);
      break;
    case 'symbol_halted':
      state.halted.set(event.symbol, event.reason);
      break;
    case 'symbol_resumed':
      state.halted.delete(event.symbol);
      break;
    case 'market_forced':
      state.forced = event.open;
      break;
  }
  return state;
}
