import { z } from 'zod';
import { type Desk, type Range, ToolProblem } from '../../../tools/tool.ts';
import { assets, traders } from '../feed/people.ts';

/** Rows at once, at most: documented. */
const mostRows = 100;
const dayMs = 86_400_000;

export const pageInput = {
  limit: z.int().min(1).max(mostRows).optional(),
  cursor: z.string().max(200).optional().describe('meta.nextCursor of the page before, with the same filters'),
};

export const rangeInput = {
  startTime: z.iso.datetime().optional(),
  endTime: z.iso.datetime().optional(),
};

const meta = z.object({ hasMore: z.boolean(), nextCursor: z.string().nullable() });
export const appliedTimeRange = z.object({ startTime: z.string(), endTime: z.string() });

/** A page of rows. */
export const pageOf = <Row extends z.ZodObject>(row: Row) => z.object({ results: z.array(row), meta });

/** A page of rows of a time. */
export const pageInTime = <Row extends z.ZodObject>(row: Row) =>
  z.object({ results: z.array(row), meta: meta.extend({ appliedTimeRange }) });

interface Asked {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Cuts a page out of a list. The cursor is this user's, and goes on in this list with these filters alone. */
export function cut<Row>(desk: Desk, tool: string, asked: Asked, filters: object, rows: readonly Row[]) {
  const boundTo = [desk.user.id, tool, JSON.stringify(filters)];
  const from = asked.cursor === undefined ? 0 : desk.cursors.open(asked.cursor, boundTo);
  if (from === undefined) {
    const message = 'This cursor is not one of yours for these filters. Ask for the first page, without a cursor.';
    throw new ToolProblem('invalid_cursor', message);
  }
  const next = from + desk.rowsAtOnce(asked.limit ?? desk.usual.rows, mostRows);
  const hasMore = next < rows.length;
  return {
    results: rows.slice(from, next),
    meta: { hasMore, nextCursor: hasMore ? desk.cursors.seal(next, boundTo) : null },
  };
}

/** The range that is applied: not before what is kept, not after now, and never the wrong way round. */
export function clamp(
  desk: Desk,
  { startTime, endTime }: { startTime?: string | undefined; endTime?: string | undefined },
) {
  const now = desk.now();
  const earliest = now - desk.usual.rangeDays * dayMs;
  const asked = {
    start: startTime === undefined ? earliest : Date.parse(startTime),
    end: endTime === undefined ? now : Date.parse(endTime),
  };
  const { served, told } = desk.rangeWithin(asked, { start: earliest, end: now });
  if (served.start > served.end) throw new ToolProblem('invalid_time_range', 'startTime is after endTime.');
  return { ...inWords(served), told: inWords(told) };
}

const inWords = ({ start, end }: Range) => ({
  startTime: new Date(start).toISOString(),
  endTime: new Date(end).toISOString(),
});

export const isIn = (range: { startTime: string; endTime: string }, at: string): boolean =>
  at >= range.startTime && at <= range.endTime;

export const traderId = z.string().max(64);
export const assetId = z.string().max(64);

/** CE-6: whoever does not know an id is told where they are listed. */
export function traderOf(id: string) {
  const found = traders.find((one) => one.id === id);
  if (found) return found;
  throw new ToolProblem('unknown_trader', 'There is no trader of this id. list_traders lists those that there are.');
}

export function assetOf(id: string) {
  const found = assets.find((one) => one.id === id);
  if (found) return found;
  throw new ToolProblem('unknown_asset', 'There is no asset of this id. list_assets lists those that there are.');
}
