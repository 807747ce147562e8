import { phaseOf } from '../book/book.ts';
import { refusal } from '../errors.ts';
import {
  clockText,
  nextClose,
  nextOpen,
  premarketOpens,
  type Session,
  sessionAfter,
  sessionOf,
} from '../market/calendar.ts';
import { addDays, formatNewYork, fromNewYork, toNewYork } from '../market/new-york.ts';
import { listingById, listingOf, listings } from '../market/symbols.ts';
import { type Answer, type Call, ok, queryChoice, queryDate, queryText } from './call.ts';
import { attributesOf, renderAsset } from './render.ts';

export function listAssets(call: Call): Answer {
  const status = queryText(call, 'status') && queryChoice(call, 'status', ['active', 'inactive', 'all']);
  const assetClass = queryText(call, 'asset_class');
  const exchange = queryText(call, 'exchange');
  const attributes = queryText(call, 'attributes')?.split(',');
  if (assetClass !== undefined && assetClass !== 'us_equity') return ok([]);
  return ok(
    listings
      .filter((one) => !attributes || attributesOf(one).some((name) => attributes.includes(name)))
      .filter((one) => !status || status === 'all' || (status === 'active') === one.active)
      .filter((one) => !exchange || one.exchange === exchange)
      .map((one) => renderAsset(call.book, one)),
  );
}

export function getAsset(call: Call): Answer {
  const given = call.params.symbol!;
  const listing = listingOf(given) ?? listingById(given);
  if (!listing) throw refusal('notFound', `asset not found for ${given.slice(0, 40)}`);
  return ok(renderAsset(call.book, listing));
}

export function getClock(call: Call): Answer {
  const now = call.book.now();
  return ok({
    timestamp: formatNewYork(now),
    is_open: phaseOf(call.book) === 'core',
    next_open: formatNewYork(nextOpen(now)),
    next_close: formatNewYork(nextClose(now)),
  });
}

const longestCalendar = 366 * 30;

/** The sessions from `start` to `end`, both included; this year and the next when not told. */
function sessionsOf(call: Call): Session[] {
  const today = toNewYork(call.book.now()).date;
  const start = queryDate(call, 'start') ?? `${today.slice(0, 4)}-01-01`;
  const end = queryDate(call, 'end') ?? `${Number(today.slice(0, 4)) + 1}-12-31`;
  const found: Session[] = [];
  for (let date = start, n = 0; date <= end; date = addDays(date, 1), n += 1) {
    if (n > longestCalendar) throw refusal('unprocessable', 'start and end must be within thirty years');
    const session = sessionOf(date);
    if (session) found.push(session);
  }
  return found;
}

export const getCalendar = (call: Call): Answer =>
  ok(
    sessionsOf(call).map((session) => ({
      date: session.date,
      open: clockText(session.open),
      close: clockText(session.close),
      session_open: clockText(premarketOpens, ''),
      session_close: clockText(session.extendedClose, ''),
      settlement_date: sessionAfter(session.date).date,
    })),
  );

const newYork = {
  acronym: 'NYSE',
  bic: 'XNYS',
  mic: 'XNYS',
  name: 'New York Stock Exchange',
  timezone: 'America/New_York',
};

/** `GET /v3/calendar/{market}`: the parts of each day. The exchanges of New York keep the same days. */
export function getCalendarV3(call: Call): Answer {
  const market = call.params.market!;
  if (!['NYSE', 'XNYS', 'NASDAQ', 'XNAS'].includes(market)) {
    throw refusal('notFound', `market not found: ${market.slice(0, 20)}`);
  }
  const calendar = sessionsOf(call).map(({ date, open, close, extendedClose }) => {
    const at = (minutes: number) => formatNewYork(fromNewYork(date, minutes));
    return {
      date,
      pre_start: at(premarketOpens),
      pre_end: at(open),
      core_start: at(open),
      core_end: at(close),
      post_start: at(close),
      post_end: at(extendedClose),
      settlement_date: sessionAfter(date).date,
    };
  });
  return ok({ market: newYork, calendar });
}

/** Until when the part of the day that an instant is in lasts. */
function phaseEnd(now: number): number {
  const { date } = toNewYork(now);
  const session = sessionOf(date);
  const ends = session
    ? [premarketOpens, session.open, session.close, session.extendedClose].map((minutes) => fromNewYork(date, minutes))
    : [];
  return ends.find((end) => end > now) ?? fromNewYork(sessionAfter(date).date, premarketOpens);
}

/** `GET /v3/clock`: the part of the trading day, and until when. */
export function getClockV3(call: Call): Answer {
  const now = call.book.now();
  return ok({
    clocks: [
      {
        market: newYork,
        timestamp: formatNewYork(now),
        is_market_day: sessionOf(toNewYork(now).date) !== undefined,
        next_market_open: formatNewYork(nextOpen(now)),
        next_market_close: formatNewYork(nextClose(now)),
        phase: phaseOf(call.book),
        phase_until: formatNewYork(phaseEnd(now)),
      },
    ],
  });
}
