import type Big from 'big.js';
import { larger, zero } from '../market/money.ts';
import { type Book, quoteOf } from './book.ts';
import type { Account } from './state.ts';

export interface Balances {
  cash: Big;
  longValue: Big;
  /** Negative or zero. */
  shortValue: Big;
  equity: Big;
  multiplier: 1 | 2 | 4;
  initialMargin: Big;
  maintenanceMargin: Big;
  /** What new opening orders may cost, open orders taken off. */
  buyingPower: Big;
}

/** Margin, and so short selling, needs this equity (`brokerage.md` §2.1). */
export const marginEquity = 2000;

/** What an account is worth at the current quotes, and what it may still buy. */
export function balancesOf(book: Book, account: Account): Balances {
  let longValue = zero;
  let shortValue = zero;
  for (const position of account.positions.values()) {
    const value = position.qty.times(quoteOf(book, position.symbol).last);
    if (value.gte(0)) longValue = longValue.plus(value);
    else shortValue = shortValue.plus(value);
  }
  const equity = account.cash.plus(longValue).plus(shortValue);
  const gross = longValue.minus(shortValue);
  const multiplier = equity.gte(marginEquity) && account.configurations.max_margin_multiplier !== '1' ? 2 : 1;
  return {
    cash: account.cash,
    longValue,
    shortValue,
    equity,
    multiplier,
    initialMargin: gross.div(2),
    maintenanceMargin: longValue.times('0.25').minus(shortValue.times('0.3')),
    buyingPower: larger(zero, equity.times(multiplier).minus(gross).minus(account.reserved)),
  };
}
