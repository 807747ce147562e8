import { sessionBefore } from '../market/calendar.ts';
import { toNewYork } from '../market/new-york.ts';
import type { Book } from './book.ts';
import type { Account } from './state.ts';

/** Below this equity, in dollars, a pattern day trader may not trade on (the rule before June 2026). */
export const patternEquity = 25_000;

/** The date four sessions back: with today that makes the five of the rule. */
function firstDay(today: string): string {
  let date = today;
  for (let n = 0; n < 4; n += 1) date = sessionBefore(date).date;
  return date;
}

/** How often, in five sessions, a position was opened and closed on one day in one symbol. */
export function dayTradesOf(book: Book, account: Account): number {
  const from = firstDay(toNewYork(book.now()).date);
  const days = new Map<string, { opened: boolean; closed: Set<string> }>();
  for (const activity of account.activities) {
    if (activity.type !== 'FILL' || activity.busted) continue;
    const { date } = toNewYork(activity.at);
    if (date < from) continue;
    const key = `${date} ${activity.symbol}`;
    const day = days.get(key) ?? { opened: false, closed: new Set<string>() };
    const order = book.state.orders.get(activity.order!)!;
    if (order.position_intent.endsWith('to_open')) day.opened = true;
    else if (day.opened) day.closed.add(order.id);
    days.set(key, day);
  }
  return [...days.values()].reduce((count, day) => count + day.closed.size, 0);
}
