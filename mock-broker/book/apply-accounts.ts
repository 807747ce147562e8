import Big from 'big.js';
import { zero } from '../market/money.ts';
import type { AccountFlags, BookEvent, Configurations } from './events.ts';
import type { Account, Activity, BookState } from './state.ts';

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

/** Average cost: adding to a position adds its price, reducing takes the average away, crossing zero starts anew. */
export function movePosition(account: Account, symbol: string, qty: Big, price: Big): void {
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

export function open(state: BookState, event: Extract<BookEvent, { type: 'account_opened' }>): void {
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

export function transfer(state: BookState, event: Extract<BookEvent, { type: 'position_transferred' }>): void {
  const account = state.accounts.get(event.account)!;
  const qty = new Big(event.qty);
  const price = new Big(event.price);
  movePosition(account, event.symbol, qty, price);
  account.activities.push(journalEntry(event.id, 'JNLS', event.at, { symbol: event.symbol, qty, price }));
}

export function moveCash(state: BookState, event: Extract<BookEvent, { type: 'cash_moved' }>): void {
  const account = state.accounts.get(event.account)!;
  const cash = new Big(event.amount);
  account.cash = account.cash.plus(cash);
  account.activities.push(journalEntry(event.id, 'JNLC', event.at, { cash }));
}
