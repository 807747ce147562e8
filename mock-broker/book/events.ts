/**
 * What has happened to a brokerage. State is these, applied in order; nothing else changes it.
 * `at` is in milliseconds since the epoch; `by` is the user or hook that asked for it, and missing for the market.
 */
export type BookEvent = { at: number; by?: string } & (
  | { type: 'account_opened'; account: string; number: string; cash: string }
  | { type: 'account_closed'; account: string }
  | { type: 'cash_moved'; account: string; id: string; amount: string }
  | { type: 'account_flagged'; account: string; flags: Partial<AccountFlags> }
  | { type: 'account_configured'; account: string; configurations: Partial<Configurations> }
  | { type: 'position_transferred'; account: string; id: string; symbol: string; qty: string; price: string }
  | { type: 'order_placed'; order: PlacedOrder }
  | {
      type: 'order_changed';
      order: string;
      to: OrderStatus;
      /** The name of the `trade_updates` event; none for a change that the stream does not tell. */
      tell?: string;
      changes?: OrderChanges;
    }
  | { type: 'order_filled'; order: string; execution: string; qty: string; price: string }
  | { type: 'fill_busted'; order: string; execution: string }
  | { type: 'quote_set'; symbol: string; bid: string; ask: string }
  | { type: 'quote_released'; symbol: string }
  | { type: 'symbol_halted'; symbol: string; reason: 'halt' | 'price_band'; until?: number }
  | { type: 'symbol_resumed'; symbol: string }
  | { type: 'borrowing_set'; symbol: string; easy: boolean }
  | { type: 'market_forced'; open: boolean | null }
);

/** The 17 of Alpaca's order lifecycle. */
export const orderStatuses = [
  'new',
  'partially_filled',
  'filled',
  'done_for_day',
  'canceled',
  'expired',
  'replaced',
  'pending_cancel',
  'pending_replace',
  'accepted',
  'pending_new',
  'accepted_for_bidding',
  'stopped',
  'rejected',
  'suspended',
  'calculated',
  'held',
] as const;

export type OrderStatus = (typeof orderStatuses)[number];

export const finalStatuses: ReadonlySet<OrderStatus> = new Set([
  'filled',
  'canceled',
  'expired',
  'replaced',
  'rejected',
]);

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop' | 'stop_limit' | 'trailing_stop';
export type TimeInForce = 'day' | 'gtc' | 'opg' | 'cls' | 'ioc' | 'fok';
export type OrderClass = 'simple' | 'bracket' | 'oco' | 'oto';
export type PositionIntent = 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close';

/** An order as it was accepted. Prices and quantities are decimal strings. */
export interface PlacedOrder {
  id: string;
  account: string;
  client_order_id: string;
  symbol: string;
  side: Side;
  type: OrderType;
  time_in_force: TimeInForce;
  order_class: OrderClass;
  position_intent: PositionIntent;
  qty: string;
  notional: string | null;
  limit_price: string | null;
  stop_price: string | null;
  trail_price: string | null;
  trail_percent: string | null;
  hwm: string | null;
  extended_hours: boolean;
  status: OrderStatus;
  /** The price at which an opening order reserves buying power; `0` for a closing one, which holds shares instead. */
  reserve_price: string;
  /** Milliseconds since the epoch; a day order ends then. */
  expires_at: number | null;
  replaces: string | null;
  parent: string | null;
  /** How many shares of the position it sets aside: a second leg of an exit shares those of the first. */
  shares_hold: boolean;
}

export interface OrderChanges {
  replaced_by?: string;
  /** The order that asks to take its place, while it is `pending_replace`. */
  replacement?: string | null;
  /** What a replaced order had been filled, carried over. */
  filled_qty?: string;
  filled_value?: string;
  stop_price?: string;
  hwm?: string;
  /** A stop that has been elected trades as a market or limit order from then on. */
  triggered?: boolean;
  qty?: string;
  /** Exits last as long as their entry. */
  time_in_force?: TimeInForce;
  expires_at?: number | null;
  /** Why it ended, for people. */
  reason?: string;
}

export interface AccountFlags {
  trading_blocked: boolean;
  account_blocked: boolean;
  transfers_blocked: boolean;
  /** Only orders that reduce a position are taken. */
  liquidation_only: boolean;
  /** The account takes no orders for shares. */
  equities_disabled: boolean;
  shorting_enabled: boolean;
}

/** `GET /v2/account/configurations`. */
export interface Configurations {
  no_shorting: boolean;
  suspend_trade: boolean;
  fractional_trading: boolean;
  max_margin_multiplier: '1' | '2' | '4';
  max_options_trading_level: 0 | 1 | 2 | 3;
  disable_overnight_trading: boolean;
  trade_confirm_email: 'all' | 'none';
  ptp_no_exception_entry: boolean;
  dtbp_check: 'entry' | 'exit' | 'both';
  pdt_check: 'entry' | 'exit' | 'both';
}
