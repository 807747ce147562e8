import type { Clock } from '../clock.ts';
import { closesAt, premarketOpens, sessionAfter, sessionOf } from '../market/calendar.ts';
import { fromNewYork, toNewYork } from '../market/new-york.ts';
import { type Book, isEasyToBorrow, phaseOf, quoteOf } from './book.ts';
import { acknowledge, changeOrder, endOrder, fillOrder, matchSymbol, orderIn } from './lifecycle.ts';
import { tradePrice } from './prices.ts';
import { isOpenOrder, type Order, remaining } from './state.ts';
import { auctionFreeze, isAuction } from './windows.ts';

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

/** An auction order is `accepted`, then `accepted_for_bidding` once its auction is near, then trades there or expires. */
function stepAuction(book: Book, order: Order, kind: 'opg' | 'cls'): void {
  const auction = order.expires_at!;
  if (book.now() < auction - auctionFreeze[kind]) return;
  if (book.now() < auction) {
    if (order.status === 'accepted') changeOrder(book, order, 'accepted_for_bidding', 'accepted_for_bidding');
    return;
  }
  const halted = !book.behaviours.symbolTradesNow(book.state.halted.has(order.symbol));
  const price = halted ? undefined : tradePrice(order, quoteOf(book, order.symbol));
  if (!price) {
    endOrder(book, order, 'expired');
    return;
  }
  changeOrder(book, order, 'new', 'new');
  fillOrder(book, order, remaining(order), price);
}

/** A part-filled gtc order rests from the close to the next open. */
function stepNight(book: Book, order: Order): void {
  const phase = phaseOf(book);
  if (order.status === 'done_for_day' && phase === 'core') changeOrder(book, order, 'partially_filled');
  if (order.status !== 'partially_filled' || order.time_in_force !== 'gtc' || order.extended_hours) return;
  const session = sessionOf(toNewYork(book.now()).date);
  // A timer of the machine's clock is a little late.
  if (session && phase !== 'core' && book.now() >= closesAt(session))
    changeOrder(book, order, 'done_for_day', 'done_for_day');
}

function step(book: Book, order: Order): void {
  if (!isOpenOrder(order)) return;
  if (isAuction(order.time_in_force)) {
    stepAuction(book, order, order.time_in_force);
    return;
  }
  if (order.expires_at !== null && order.expires_at <= book.now()) {
    endOrder(book, order, 'expired');
    return;
  }
  if (order.position_intent === 'sell_to_open' && phaseOf(book) === 'pre' && !isEasyToBorrow(book, order.symbol)) {
    endOrder(book, order, 'canceled', 'the asset is no longer easy to borrow');
    return;
  }
  const trades = book.behaviours.orderTradesNow(phaseOf(book), order.extended_hours);
  if (order.status === 'accepted' && trades) acknowledge(book, order);
  else stepNight(book, order);
}

/** Ends what is due, wakes what waited for the market, then matches. */
export function tick(book: Book): void {
  for (const ids of [...book.state.working.values()]) for (const id of [...ids]) step(book, orderIn(book, id));
  for (const symbol of [...book.state.working.keys()]) matchSymbol(book, symbol);
}

/** Keeps the book in step with the clock while orders are open. */
export function followClock(book: Book, clock: Clock): { stop(): void; restart(): void } {
  let cancel: (() => void) | undefined;
  const wake = () => {
    if (!cancel && book.state.working.size > 0) cancel = clock.schedule(nextTick(clock.now()), run);
  };
  const run = () => {
    cancel = undefined;
    book.asActor(undefined, () => tick(book));
    wake();
  };
  const stop = () => {
    cancel?.();
    cancel = undefined;
  };
  const forget = book.onEvent((event) => {
    if (event.type === 'order_placed') wake();
  });
  return {
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
