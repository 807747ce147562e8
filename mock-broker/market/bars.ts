import { type Session, sessionAfter, sessionBefore, sessionOf } from './calendar.ts';
import { addDays, fromNewYork, toNewYork } from './new-york.ts';
import { hash32, middleAt } from './quotes.ts';
import type { Listing } from './symbols.ts';

const minute = 60_000;

/** Prices in ten-thousandths of a dollar. */
export interface Bar {
  at: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  trades: number;
}

/** `1Min` to `59Min`, `1Hour` to `23Hour`, `1Day`, `1Week`; minutes, or days. */
export type Timeframe = { minutes: number } | { days: 1 | 7 };

export function readTimeframe(text: string): Timeframe | undefined {
  const [, count, unit] = /^(\d{1,2})(Min|T|Hour|H|Day|D|Week|W)$/.exec(text) ?? [];
  const n = Number(count);
  if (unit?.startsWith('D')) return n === 1 ? { days: 1 } : undefined;
  if (unit?.startsWith('W')) return n === 1 ? { days: 7 } : undefined;
  if (unit === 'Min' || unit === 'T') return n >= 1 && n <= 59 ? { minutes: n } : undefined;
  if (unit) return n >= 1 && n <= 23 ? { minutes: n * 60 } : undefined;
  return undefined;
}

/** A bar from samples of the walk: at most 30 points, the first and last minute among them. */
function sample(seed: string, listing: Listing, at: number, from: number, to: number): Bar {
  const step = Math.max(1, Math.floor((to - from) / minute / 30)) * minute;
  const open = middleAt(seed, listing, from);
  let [high, low, close] = [open, open, open];
  const look = (time: number) => {
    close = middleAt(seed, listing, time);
    high = Math.max(high, close);
    low = Math.min(low, close);
  };
  for (let time = from + step; time < to - minute; time += step) look(time);
  look(Math.max(from, to - minute));
  const volume = 1000 + (hash32(`${seed}:${listing.symbol}:volume:${from}`) % 9000);
  const minutes = Math.max(1, (to - from) / minute);
  return { at, open, high, low, close, volume: volume * minutes, trades: Math.ceil((volume * minutes) / 90) };
}

function* sessionsBetween(start: number, end: number): Generator<Session> {
  const first = toNewYork(start).date;
  for (let session = sessionOf(first) ?? sessionAfter(first); ; session = sessionAfter(session.date)) {
    if (fromNewYork(session.date, session.open) >= end) return;
    yield session;
  }
}

function* intraday(seed: string, listing: Listing, minutes: number, start: number, end: number): Generator<Bar> {
  for (const session of sessionsBetween(start, end)) {
    const opens = fromNewYork(session.date, session.open);
    const closes = fromNewYork(session.date, session.close);
    for (let from = opens; from < closes && from < end; from += minutes * minute) {
      const to = Math.min(from + minutes * minute, closes);
      if (from >= start && to <= end) yield sample(seed, listing, from, from, to);
    }
  }
}

/** Of the day so far for a session that is still open. */
function* daily(seed: string, listing: Listing, days: 1 | 7, start: number, end: number): Generator<Bar> {
  let group: Bar[] = [];
  let week = '';
  for (const session of sessionsBetween(start, end)) {
    const from = fromNewYork(session.date, session.open);
    const to = Math.min(end, fromNewYork(session.date, session.close));
    const bar = sample(seed, listing, fromNewYork(session.date, 0), from, Math.max(to, from + minute));
    const monday = addDays(session.date, -((new Date(`${session.date}T00:00:00Z`).getUTCDay() + 6) % 7));
    if (group.length > 0 && (days === 1 || monday !== week)) {
      yield merge(group);
      group = [];
    }
    week = monday;
    group.push(bar);
  }
  if (group.length > 0) yield merge(group);
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

const merge = (bars: Bar[]): Bar => ({
  at: bars[0]!.at,
  open: bars[0]!.open,
  high: Math.max(...bars.map((bar) => bar.high)),
  low: Math.min(...bars.map((bar) => bar.low)),
  close: bars.at(-1)!.close,
  volume: sum(bars.map((bar) => bar.volume)),
  trades: sum(bars.map((bar) => bar.trades)),
});

/** Bars of regular sessions from `start` up to `end`, oldest first, none from the future. */
export function bars(seed: string, listing: Listing, frame: Timeframe, start: number, end: number): Generator<Bar> {
  return 'minutes' in frame
    ? intraday(seed, listing, frame.minutes, start, end)
    : daily(seed, listing, frame.days, start, end);
}

/** Midnight in New York of the session before an instant's day: where bars start when a request does not say. */
export const startOfYesterday = (at: number): number => fromNewYork(sessionBefore(toNewYork(at).date).date, 0);
