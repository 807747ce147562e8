import { phaseOf } from '../book/book.ts';
import { refusal } from '../errors.ts';
import { clockText, nextClose, nextOpen, premarketOpens, sessionAfter, sessionOf } from '../market/calendar.ts';
import { addDays, formatNewYork, toNewYork } from '../market/new-york.ts';
import { listingById, listingOf, listings } from '../market/symbols.ts';
import { type Answer, type Call, ok, queryChoice, queryCount, queryDate, queryInstant, queryText } from './call.ts';
import { renderAccount, renderActivity, renderAsset, renderPosition } from './render.ts';

export const getAccount = (call: Call): Answer => ok(renderAccount(call.book, call.account));

export const listPositions = (call: Call): Answer =>
  ok(
    [...call.account.positions.values()]
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
      .map((position) => renderPosition(call.book, call.account, position)),
  );

/** By symbol or asset id. */
export function positionOf(call: Call) {
  const given = call.params.symbol!;
  const position = call.account.positions.get(listingById(given)?.symbol ?? given);
  if (!position) throw refusal('notFound', 'position does not exist');
  return position;
}

export const getPosition = (call: Call): Answer => ok(renderPosition(call.book, call.account, positionOf(call)));

export function listAssets(call: Call): Answer {
  const status = queryText(call, 'status') && queryChoice(call, 'status', ['active', 'inactive', 'all']);
  const assetClass = queryText(call, 'asset_class');
  const exchange = queryText(call, 'exchange');
  if (assetClass !== undefined && assetClass !== 'us_equity') return ok([]);
  return ok(
    listings
      .filter((one) => !status || status === 'all' || (status === 'active') === one.active)
      .filter((one) => !exchange || one.exchange === exchange)
      .map(renderAsset),
  );
}

export function getAsset(call: Call): Answer {
  const given = call.params.symbol!;
  const listing = listingOf(given) ?? listingById(given);
  if (!listing) throw refusal('notFound', `asset not found for ${given.slice(0, 40)}`);
  return ok(renderAsset(listing));
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

/** Trading days from `start` to `end`, both included; this year and the next when not told. */
export function getCalendar(call: Call): Answer {
  const today = toNewYork(call.book.now()).date;
  const start = queryDate(call, 'start') ?? `${today.slice(0, 4)}-01-01`;
  const end = queryDate(call, 'end') ?? `${Number(today.slice(0, 4)) + 1}-12-31`;
  const days = [];
  for (let date = start, n = 0; date <= end; date = addDays(date, 1), n += 1) {
    if (n > longestCalendar) throw refusal('unprocessable', 'start and end must be within thirty years');
    const session = sessionOf(date);
    if (!session) continue;
    days.push({
      date,
      open: clockText(session.open),
      close: clockText(session.close),
      session_open: clockText(premarketOpens, ''),
      session_close: clockText(session.extendedClose, ''),
      settlement_date: sessionAfter(date).date,
    });
  }
  return ok(days);
}

/** Latest first; `page_token` is the id of the last row seen. */
export function listActivities(call: Call): Answer {
  const wanted = (call.params.type ?? queryText(call, 'activity_types'))?.split(',');
  const direction = queryChoice(call, 'direction', ['desc', 'asc']);
  const after = queryInstant(call, 'after');
  const until = queryInstant(call, 'until');
  const date = queryDate(call, 'date');
  const token = queryText(call, 'page_token');
  const size = queryCount(call, 'page_size', 100, 100);
  let rows = call.account.activities
    .filter(
      (one) =>
        (wanted === undefined || wanted.includes(one.type)) &&
        (after === undefined || one.at > after) &&
        (until === undefined || one.at <= until) &&
        (date === undefined || toNewYork(one.at).date === date),
    )
    .map((one) => renderActivity(call.book, one));
  if (direction === 'desc') rows = rows.reverse();
  const start = token === undefined ? 0 : rows.findIndex((row) => row.id === token) + 1;
  if (token !== undefined && start === 0) throw refusal('unprocessable', 'page_token is not the id of an activity');
  return ok(rows.slice(start, start + size));
}
