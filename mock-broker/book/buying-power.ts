import type Big from 'big.js';
import { larger, zero } from '../market/money.ts';
import { type Book, quoteOf } from './book.ts';
import { patternEquity } from './day-trades.ts';
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
  /** The same at no more than twice the equity. */
  regulationT: Big;
}

/** Margin, and so short selling, needs this equity (`brokerage.md` §2.1). */
export const marginEquity = 2000;

/** Margin from $2,000 of equity; four times under the old rule for one that may day trade. */
function multiplierOf(book: Book, account: Account, equity: Big): 1 | 2 | 4 {
  const most = Number(account.configurations.max_margin_multiplier);
  if (equity.lt(marginEquity) || most === 1) return 1;
  return book.settings.ruleSet === 'legacy_pdt' && equity.gte(patternEquity) && most === 4 ? 4 : 2;
}

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
  const multiplier = multiplierOf(book, account, equity);
  const power = (times: number) => larger(zero, equity.times(times).minus(gross).minus(account.reserved));
  return {
    cash: account.cash,
    longValue,
    shortValue,
    equity,
    multiplier,
    initialMargin: gross.div(2),
    maintenanceMargin: longValue.times('0.25').minus(shortValue.times('0.3')),
    buyingPower: power(multiplier),
    regulationT: power(Math.min(multiplier, 2)),
  };
}
