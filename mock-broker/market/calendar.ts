import { addDays, fromNewYork, nthWeekday, toNewYork, weekday } from './new-york.ts';

/** Minutes since midnight in New York. */
export const premarketOpens = 4 * 60;
export const regularOpens = 9 * 60 + 30;
const regularCloses = 16 * 60;
const earlyCloses = 13 * 60;
const afterHoursClose = 20 * 60;

export interface Session {
  date: string;
  /** Minutes since midnight in New York. */
  open: number;
  close: number;
  /** 20:00, or 17:00 on a half-day. */
  extendedClose: number;
}

/** Gregorian Easter Sunday (Meeus); Good Friday, two days before, is a market holiday. */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`;
}

/** A holiday on a Saturday is kept the Friday before, one on a Sunday the Monday after. */
function observed(date: string): string {
  const shift = { 0: 1, 6: -1 }[weekday(date)];
  return shift ? addDays(date, shift) : date;
}

const holidaysByYear = new Map<number, Set<string>>();

function holidays(year: number): Set<string> {
  let set = holidaysByYear.get(year);
  if (!set) {
    const newYear = `${year}-01-01`;
    set = new Set([
      // New Year's Day on a Saturday is not moved into the old year.
      weekday(newYear) === 6 ? newYear : observed(newYear),
      nthWeekday(year, 1, 1, 3),
      nthWeekday(year, 2, 1, 3),
      addDays(easter(year), -2),
      nthWeekday(year, 5, 1, -1),
      ...(year >= 2022 ? [observed(`${year}-06-19`)] : []),
      observed(`${year}-07-04`),
      nthWeekday(year, 9, 1, 1),
      nthWeekday(year, 11, 4, 4),
      observed(`${year}-12-25`),
    ]);
    holidaysByYear.set(year, set);
  }
  return set;
}

/** The day after Thanksgiving, and the day before Independence Day and Christmas where that is a trading day. */
function isHalfDay(date: string): boolean {
  const year = Number(date.slice(0, 4));
  return date === addDays(nthWeekday(year, 11, 4, 4), 1) || date === `${year}-07-03` || date === `${year}-12-24`;
}

const sessions = new Map<string, Session | undefined>();

/** The trading session of a day in New York; undefined on a weekend or holiday. */
export function sessionOf(date: string): Session | undefined {
  if (sessions.has(date)) return sessions.get(date);
  const day = weekday(date);
  const closed = day === 0 || day === 6 || holidays(Number(date.slice(0, 4))).has(date);
  const half = isHalfDay(date);
  const session = closed
    ? undefined
    : {
        date,
        open: regularOpens,
        close: half ? earlyCloses : regularCloses,
        extendedClose: half ? 17 * 60 : afterHoursClose,
      };
  if (sessions.size > 5000) sessions.clear();
  sessions.set(date, session);
  return session;
}

/** The next session after a day. */
export function sessionAfter(date: string): Session {
  for (let next = addDays(date, 1); ; next = addDays(next, 1)) {
    const session = sessionOf(next);
    if (session) return session;
  }
}

/** The last session before a day. */
export function sessionBefore(date: string): Session {
  for (let next = addDays(date, -1); ; next = addDays(next, -1)) {
    const session = sessionOf(next);
    if (session) return session;
  }
}

export const opensAt = (session: Session): number => fromNewYork(session.date, session.open);
export const closesAt = (session: Session): number => fromNewYork(session.date, session.close);

export type Phase = 'closed' | 'pre' | 'core' | 'post';

/** Which part of the trading day an instant is in. */
export function phaseAt(at: number): Phase {
  const { date, minutes } = toNewYork(at);
  const session = sessionOf(date);
  if (!session || minutes < premarketOpens || minutes >= session.extendedClose) return 'closed';
  if (minutes < session.open) return 'pre';
  return minutes < session.close ? 'core' : 'post';
}

/** The session that is open or opens next. */
export function currentOrNextSession(at: number): Session {
  const { date, minutes } = toNewYork(at);
  const today = sessionOf(date);
  return today && minutes < today.close ? today : sessionAfter(date);
}

/** The session that is open or closed last. */
export function currentOrLastSession(at: number): Session {
  const { date, minutes } = toNewYork(at);
  const today = sessionOf(date);
  return today && minutes >= today.open ? today : sessionBefore(date);
}

export function nextOpen(at: number): number {
  const { date, minutes } = toNewYork(at);
  const today = sessionOf(date);
  return opensAt(today && minutes < today.open ? today : sessionAfter(date));
}

export const nextClose = (at: number): number => closesAt(currentOrNextSession(at));

/** `0930` as Alpaca's calendar writes it with a colon, and without for the whole session. */
export const clockText = (minutes: number, separator = ':'): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}${separator}${String(minutes % 60).padStart(2, '0')}`;
