import { refusal } from '../errors.ts';
import { closesAt, currentOrNextSession, opensAt, sessionAfter, sessionOf } from '../market/calendar.ts';
import { addDays, fromNewYork, toNewYork } from '../market/new-york.ts';
import { type Book, phaseOf } from './book.ts';
import type { TimeInForce } from './events.ts';
import type { OrderRequest } from './request.ts';

const minute = 60_000;
const evening = 19 * 60;
const gtcDays = 90;

/** How long before an auction its orders can no longer be entered (`brokerage.md` §2.1). */
export const auctionFreeze: Record<'opg' | 'cls', number> = { opg: 2 * minute, cls: 10 * minute };

export const isAuction = (timeInForce: TimeInForce): timeInForce is 'opg' | 'cls' =>
  timeInForce === 'opg' || timeInForce === 'cls';

/** Auction orders are refused from shortly before their auction until 19:00. */
function checkAuctionWindow(book: Book, timeInForce: 'opg' | 'cls'): void {
  const { date } = toNewYork(book.now());
  const session = sessionOf(date);
  if (!session) return;
  const auction = timeInForce === 'opg' ? opensAt(session) : closesAt(session);
  const opens = fromNewYork(date, evening);
  if (book.now() >= auction - auctionFreeze[timeInForce] && book.now() < opens) {
    const from = timeInForce === 'opg' ? 'two minutes before the open' : 'ten minutes before the close';
    throw refusal('orderRule', `${timeInForce} orders are not accepted from ${from} until 19:00 in New York`);
  }
}

/** Whether an order of this duration is taken at this time of day. */
export function checkWindow(book: Book, request: OrderRequest): void {
  const { time_in_force: duration, type } = request;
  if (isAuction(duration)) {
    if (type !== 'market' && type !== 'limit')
      throw refusal('orderRule', `${duration} orders must be market or limit orders`);
    checkAuctionWindow(book, duration);
  }
  if (type === 'trailing_stop' && duration !== 'day' && duration !== 'gtc') {
    throw refusal('orderRule', 'trailing_stop orders must be DAY or GTC orders');
  }
  if ((duration === 'ioc' || duration === 'fok') && phaseOf(book) !== 'core') {
    throw refusal('orderRule', `${duration} orders are only accepted during market hours`);
  }
}

function extendedEnd(book: Book): number {
  const { date } = toNewYork(book.now());
  const session = sessionOf(date);
  const end = session && fromNewYork(date, session.extendedClose);
  if (end && book.now() < end) return end;
  const next = sessionAfter(date);
  return fromNewYork(next.date, next.extendedClose);
}

/** When an order ends by itself, in milliseconds since the epoch. */
export function expiryOf(book: Book, request: Pick<OrderRequest, 'time_in_force' | 'extended_hours'>): number {
  const now = book.now();
  const { date } = toNewYork(now);
  if (request.time_in_force === 'gtc') return closesAt(currentOrNextSession(fromNewYork(addDays(date, gtcDays), 0)));
  if (request.time_in_force === 'opg') {
    const today = sessionOf(date);
    return opensAt(today && now < opensAt(today) ? today : sessionAfter(date));
  }
  return request.extended_hours ? extendedEnd(book) : closesAt(currentOrNextSession(now));
}
