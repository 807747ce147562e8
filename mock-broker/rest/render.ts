import Big from 'big.js';
import { type Book, isEasyToBorrow, quoteOf } from '../book/book.ts';
import { balancesOf } from '../book/buying-power.ts';
import { dayTradesOf } from '../book/day-trades.ts';
import type { Account, Order, Position } from '../book/state.ts';
import { plain, rounded, zero } from '../market/money.ts';
import { toNewYork } from '../market/new-york.ts';
import { previousClose } from '../market/quotes.ts';
import { type Listing, listingOf } from '../market/symbols.ts';

/** RFC 3339, or null. */
export const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const cents = (value: Big): string => rounded(value, 2);

/** An order as `GET /v2/orders/{id}` shows it; `nested` puts its legs inside. */
export function renderOrder(book: Book, order: Order, nested = true): Record<string, unknown> {
  const filled = new Big(order.filled_qty);
  const legs =
    nested && order.legs.length > 0 ? order.legs.map((id) => renderOrder(book, book.state.orders.get(id)!)) : null;
  return {
    id: order.id,
    client_order_id: order.client_order_id,
    created_at: instant(order.created_at),
    updated_at: instant(order.updated_at),
    submitted_at: instant(order.submitted_at),
    filled_at: instant(order.filled_at),
    expired_at: instant(order.expired_at),
    expires_at: instant(order.expires_at),
    canceled_at: instant(order.canceled_at),
    failed_at: instant(order.failed_at),
    replaced_at: instant(order.replaced_at),
    replaced_by: order.replaced_by,
    replaces: order.replaces,
    asset_id: listingOf(order.symbol)!.id,
    symbol: order.symbol,
    asset_class: 'us_equity',
    notional: order.notional,
    qty: order.notional === null ? order.qty : null,
    filled_qty: order.filled_qty,
    filled_avg_price: filled.eq(0) ? null : rounded(new Big(order.filled_value).div(filled), 6),
    order_class: order.order_class === 'simple' ? '' : order.order_class,
    order_type: order.type,
    type: order.type,
    side: order.side,
    position_intent: order.position_intent,
    time_in_force: order.time_in_force,
    limit_price: order.limit_price,
    stop_price: order.stop_price,
    status: order.status,
    extended_hours: order.extended_hours,
    legs,
    trail_percent: order.trail_percent,
    trail_price: order.trail_price,
    hwm: order.hwm,
    subtag: null,
    source: null,
  };
}

/** `GET /v2/account`. */
export function renderAccount(book: Book, account: Account): Record<string, unknown> {
  const balances = balancesOf(book, account);
  const power = cents(balances.buyingPower.round(2, Big.roundDown));
  const regulationT = cents(balances.regulationT.round(2, Big.roundDown));
  const cash = cents(balances.cash);
  return {
    id: account.id,
    account_number: account.number,
    status: 'ACTIVE',
    crypto_status: 'INACTIVE',
    currency: 'USD',
    cash,
    equity: cents(balances.equity),
    last_equity: cents(lastEquity(book, account)),
    portfolio_value: cents(balances.equity),
    buying_power: power,
    regt_buying_power: regulationT,
    non_marginable_buying_power: cents(balances.cash.lt(0) ? zero : balances.cash),
    options_buying_power: '0',
    multiplier: String(balances.multiplier),
    initial_margin: cents(balances.initialMargin),
    maintenance_margin: cents(balances.maintenanceMargin),
    last_maintenance_margin: '0',
    long_market_value: cents(balances.longValue),
    short_market_value: cents(balances.shortValue),
    position_market_value: cents(balances.longValue.minus(balances.shortValue)),
    sma: '0',
    shorting_enabled: account.flags.shorting_enabled && !account.configurations.no_shorting,
    trade_suspended_by_user: account.configurations.suspend_trade,
    trading_blocked: account.flags.trading_blocked,
    transfers_blocked: account.flags.transfers_blocked,
    account_blocked: account.flags.account_blocked,
    accrued_fees: '0',
    options_approved_level: 0,
    options_trading_level: 0,
    balance_asof: toNewYork(book.now()).date,
    created_at: instant(account.openedAt),
    ...(book.settings.ruleSet === 'legacy_pdt' && {
      pattern_day_trader: dayTradesOf(book, account) > 3,
      daytrade_count: dayTradesOf(book, account),
      daytrading_buying_power: power,
    }),
  };
}

/** `GET /v2/account/configurations`; the day-trading checks only under the old rule. */
export function renderConfigurations(book: Book, account: Account): Record<string, unknown> {
  const { dtbp_check, pdt_check, ...rest } = account.configurations;
  return book.settings.ruleSet === 'legacy_pdt' ? { ...rest, dtbp_check, pdt_check } : rest;
}

/** Equity at the close before this session: what was there then, at the prices of then. */
function lastEquity(book: Book, account: Account): Big {
  let equity = account.cash;
  for (const position of account.positions.values()) {
    equity = equity.plus(position.qty.times(previousClose(book.seed, listingOf(position.symbol)!, book.now())));
  }
  return equity;
}

const ratio = (part: Big, whole: Big): string => (whole.eq(0) ? '0' : rounded(part.div(whole), 6));

/** `GET /v2/positions/{symbol}`. */
export function renderPosition(book: Book, account: Account, position: Position): Record<string, unknown> {
  const { symbol, qty, cost } = position;
  const listing = listingOf(symbol)!;
  const price = quoteOf(book, symbol).last;
  const before = previousClose(book.seed, listing, book.now());
  const value = qty.times(price);
  const profit = value.minus(cost);
  const intraday = qty.times(price.minus(before));
  return {
    asset_id: listing.id,
    symbol,
    exchange: listing.exchange,
    asset_class: 'us_equity',
    asset_marginable: listing.marginable,
    avg_entry_price: rounded(cost.div(qty), 6),
    qty: plain(qty),
    qty_available: plain(
      qty
        .abs()
        .minus(account.held.get(symbol) ?? zero)
        .times(qty.lt(0) ? -1 : 1),
    ),
    side: qty.gt(0) ? 'long' : 'short',
    market_value: cents(value),
    cost_basis: cents(cost),
    unrealized_pl: cents(profit),
    unrealized_plpc: ratio(profit, cost.abs()),
    unrealized_intraday_pl: cents(intraday),
    unrealized_intraday_plpc: ratio(intraday, qty.times(before).abs()),
    current_price: plain(price),
    lastday_price: plain(before),
    change_today: ratio(price.minus(before), before),
  };
}

export const attributesOf = ({ fractionable }: Listing): string[] => (fractionable ? ['fractional_eh_enabled'] : []);

/** `GET /v2/assets/{symbol}`. */
export function renderAsset(book: Book, listing: Listing): Record<string, unknown> {
  const easy = isEasyToBorrow(book, listing.symbol);
  return {
    id: listing.id,
    class: 'us_equity',
    exchange: listing.exchange,
    symbol: listing.symbol,
    name: listing.name,
    status: listing.active ? 'active' : 'inactive',
    tradable: listing.tradable,
    marginable: listing.marginable,
    shortable: listing.shortable,
    easy_to_borrow: easy,
    borrow_status: easy ? 'easy_to_borrow' : 'hard_to_borrow',
    fractionable: listing.fractionable,
    margin_requirement_long: listing.marginable ? '50' : '100',
    margin_requirement_short: listing.shortable ? '50' : '100',
    attributes: attributesOf(listing),
  };
}
