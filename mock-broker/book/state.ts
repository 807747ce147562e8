import Big from 'big.js';
import { type AccountFlags, type Configurations, finalStatuses, type PlacedOrder } from './events.ts';

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
  /** When a pause for the price band ends, in milliseconds since the epoch. */
  paused: Map<string, number>;
  /** Whether a symbol is easy to borrow, where that was told and is not as listed. */
  borrowing: Map<string, boolean>;
  /** The market told to be open or closed whatever the calendar says. */
  forced: boolean | null;
}

export const emptyState = (): BookState => ({
  accounts: new Map(),
  orders: new Map(),
  working: new Map(),
  quotes: new Map(),
  halted: new Map(),
  paused: new Map(),
  borrowing: new Map(),
  forced: null,
});

export const isOpenOrder = (order: Order): boolean => !finalStatuses.has(order.status);

export const remaining = (order: Order): Big => new Big(order.qty).minus(order.filled_qty);

/** The key of `Account.sides`. */
export const sideKey = ({ symbol, side }: Pick<Order, 'symbol' | 'side'>): string => `${symbol}:${side}`;
