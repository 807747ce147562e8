import type Big from 'big.js';
import type { Activity } from '../book/state.ts';
import { refusal } from '../errors.ts';
import { closesAt, opensAt, sessionAfter, sessionBefore, sessionOf } from '../market/calendar.ts';
import { zero } from '../market/money.ts';
import { addDays, fromNewYork, toNewYork } from '../market/new-york.ts';
import { seededQuote } from '../market/quotes.ts';
import { listingOf } from '../market/symbols.ts';
import { type Answer, type Call, ok, queryChoice, queryInstant, queryText } from './call.ts';

const minute = 60_000;
const steps = { '1Min': 1, '5Min': 5, '15Min': 15, '1H': 60, '1D': 0 } as const;
type Timeframe = keyof typeof steps;

/** Days that a period such as `1D`, `2W`, `3M`, `1A` goes back. */
function daysOf(period: string): number {
  const [, count, unit] = /^(\d{1,3})([DWMA])$/.exec(period) ?? [];
  if (!unit || Number(count) === 0) throw refusal('unprocessable', 'invalid period: such as 1D, 1W, 1M, 1A');
  return Number(count) * { D: 1, W: 7, M: 30, A: 365 }[unit as 'D' | 'W' | 'M' | 'A'];
}

/** Instants of regular sessions, `step` minutes apart; the closes where it is 0. */
function instants(start: number, end: number, step: number): number[] {
  const found: number[] = [];
  const first = toNewYork(start).date;
  let session = sessionOf(first) ?? sessionAfter(first);
  while (opensAt(session) <= end && found.length < 10_000) {
    if (step === 0) found.push(Math.min(closesAt(session), end));
    else for (let at = opensAt(session); at <= closesAt(session); at += step * minute) found.push(at);
    session = sessionAfter(session.date);
  }
  return found.filter((at) => at >= start && at <= end);
}

/** What an account was worth: its activities until then, at the seeded prices of then. */
function equityAt(call: Call, activities: readonly Activity[], at: number): Big {
  let cash = zero;
  const held = new Map<string, Big>();
  for (const one of activities) {
    if (one.at > at || one.busted) continue;
    cash = cash.plus(one.cash);
    if (one.symbol) held.set(one.symbol, (held.get(one.symbol) ?? zero).plus(one.qty));
  }
  let equity = cash;
  for (const [symbol, qty] of held) {
    if (!qty.eq(0)) equity = equity.plus(qty.times(seededQuote(call.book.seed, listingOf(symbol)!, at).last));
  }
  return equity;
}

function spanOf(call: Call): { start: number; end: number } {
  const now = call.book.now();
  if (['start', 'end', 'period'].every((name) => queryText(call, name) !== undefined)) {
    throw refusal('unprocessable', 'only two of start, end and period are accepted');
  }
  const end = Math.min(queryInstant(call, 'end') ?? queryInstant(call, 'date_end') ?? now, now);
  const start = queryInstant(call, 'start');
  const period = queryText(call, 'period');
  if (start !== undefined) {
    return { start, end: period === undefined ? end : Math.min(start + daysOf(period) * 24 * 60 * minute, end) };
  }
  const days = daysOf(period ?? '1M');
  const { date } = toNewYork(end);
  const from = days === 1 ? (sessionOf(date) ?? sessionBefore(date)).date : addDays(date, -days);
  return { start: fromNewYork(from, 0), end };
}

/** A minute for less than a week, a quarter of an hour for less than thirty days, a day beyond. */
function usualTimeframe(span: number): Timeframe {
  const days = span / (24 * 60 * minute);
  if (days < 7) return '1Min';
  return days < 30 ? '15Min' : '1D';
}

const number = (value: Big): number => Number(value.round(6).toFixed());

/** `GET /v2/account/portfolio/history`: numbers, as Alpaca writes them. */
export function portfolioHistory(call: Call): Answer {
  const { start, end } = spanOf(call);
  const timeframe: Timeframe =
    queryText(call, 'timeframe') === undefined
      ? usualTimeframe(end - start)
      : queryChoice(call, 'timeframe', ['1D', '1Min', '5Min', '15Min', '1H']);
  if (timeframe !== '1D' && end - start > 31 * 24 * 60 * minute) {
    throw refusal('unprocessable', 'timeframes of less than 1D go back no more than a month');
  }
  const { activities, openedAt } = call.account;
  const at = instants(Math.max(start, openedAt), end, steps[timeframe]);
  const base = activities[0]!.cash;
  const equity = at.map((one) => equityAt(call, activities, one));
  const profit = equity.map((one) => one.minus(base));
  return ok({
    timestamp: at.map((one) => Math.floor(one / 1000)),
    equity: equity.map(number),
    profit_loss: profit.map(number),
    profit_loss_pct: profit.map((one) => (base.eq(0) ? 0 : number(one.div(base)))),
    base_value: number(base),
    base_value_asof: toNewYork(openedAt).date,
    timeframe,
  });
}
