import type { Clock } from '../clock.ts';
import { premarketOpens, sessionAfter, sessionOf } from '../market/calendar.ts';
import { fromNewYork, toNewYork } from '../market/new-york.ts';
import { type Book, phaseOf } from './book.ts';
import { matchSymbol } from './fill.ts';
import { acknowledge } from './place.ts';

const minute = 60_000;

/** The next minute at which anything can change: each minute of a trading day, none in the night. */
export function nextTick(at: number): number {
  const next = (Math.floor(at / minute) + 1) * minute;
  const { date, minutes } = toNewYork(next);
  const session = sessionOf(date);
  if (session && minutes >= premarketOpens && minutes <= session.extendedClose) return next;
  const following = session && minutes < premarketOpens ? session : sessionAfter(date);
  return fromNewYork(following.date, premarketOpens);
}

/** Ends what is due, wakes what waited for the market, then matches. */
function tick(book: Book): void {
  for (const ids of [...book.state.working.values()]) {
    for (const id of [...ids]) {
      const order = book.state.orders.get(id)!;
      if (order.expires_at !== null && order.expires_at <= book.now()) {
        book.emit({ type: 'order_changed', order: id, to: 'expired', tell: 'expired', at: book.now() });
      } else if (order.status === 'accepted' && book.behaviours.orderTradesNow(phaseOf(book), order.extended_hours)) {
        acknowledge(book, order);
      }
    }
  }
  for (const symbol of [...book.state.working.keys()]) matchSymbol(book, symbol);
}

/** Keeps the book in step with the clock while orders are open. Returns what ends it. */
export function followClock(book: Book, clock: Clock): { wake(): void; stop(): void; restart(): void } {
  let cancel: (() => void) | undefined;
  const run = () => {
    cancel = undefined;
    tick(book);
    wake();
  };
  const wake = () => {
    if (!cancel && book.state.working.size > 0) cancel = clock.schedule(nextTick(clock.now()), run);
  };
  const stop = () => {
    cancel?.();
    cancel = undefined;
  };
  const forget = book.onEvent((event) => {
    if (event.type === 'order_placed') wake();
  });
  return {
    wake,
    stop() {
      stop();
      forget();
    },
    restart() {
      stop();
      wake();
    },
  };
}
