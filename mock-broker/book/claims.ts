import type Big from 'big.js';
import { larger, zero } from '../market/money.ts';
import { type Account, type BookState, isOpenOrder, type Order, remaining, sideKey } from './state.ts';

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
export function claim(state: BookState, account: Account, order: Order): void {
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

/** Keeps the lists of open orders. */
export function index(state: BookState, account: Account, order: Order): void {
  const open = isOpenOrder(order);
  if (open) account.open.add(order.id);
  else account.open.delete(order.id);
  keep(account.sides, sideKey(order), order.id, open);
  keep(state.working, order.symbol, order.id, open);
}
