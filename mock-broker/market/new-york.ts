const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A wall-clock reading in New York. */
export interface Local {
  /** `YYYY-MM-DD`. */
  date: string;
  /** Minutes since midnight, whole. */
  minutes: number;
}

/** 0 for Sunday. */
export const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);

/** The `nth` (1 the first, -1 the last) `wanted` weekday of a month, 1 to 12. */
export function nthWeekday(year: number, month: number, wanted: number, nth: number): string {
  const from = nth > 0 ? Date.UTC(year, month - 1, 1) : Date.UTC(year, month, 0);
  const shift =
    nth > 0 ? (wanted - new Date(from).getUTCDay() + 7) % 7 : -((new Date(from).getUTCDay() - wanted + 7) % 7);
  const weeks = nth > 0 ? nth - 1 : nth + 1;
  return new Date(from + (shift + weeks * 7) * day).toISOString().slice(0, 10);
}

const daylightYears = new Map<number, [number, number]>();

/** Daylight saving time of a year: second Sunday of March to first Sunday of November, 02:00 local time, as instants. */
function daylight(year: number): [number, number] {
  let span = daylightYears.get(year);
  if (!span) {
    const starts = Date.parse(`${nthWeekday(year, 3, 0, 2)}T07:00:00Z`);
    const ends = Date.parse(`${nthWeekday(year, 11, 0, 1)}T06:00:00Z`);
    span = [starts, ends];
    daylightYears.set(year, span);
  }
  return span;
}

/** How far New York is behind UTC at an instant, in milliseconds: four hours in summer, five in winter. */
export function newYorkOffset(at: number): number {
  const [starts, ends] = daylight(new Date(at).getUTCFullYear());
  return (at >= starts && at < ends ? 4 : 5) * hour;
}

const dates = new Map<number, string>();

/** The date of a midnight in UTC; writing dates is most of the work of a clock that is asked often. */
function dateOf(midnight: number): string {
  let date = dates.get(midnight);
  if (date === undefined) {
    date = new Date(midnight).toISOString().slice(0, 10);
    if (dates.size > 5000) dates.clear();
    dates.set(midnight, date);
  }
  return date;
}

export function toNewYork(at: number): Local {
  const local = at - newYorkOffset(at);
  const midnight = Math.floor(local / day) * day;
  return { date: dateOf(midnight), minutes: Math.floor((local - midnight) / minute) };
}

/** The instant of a wall-clock reading in New York. */
export function fromNewYork(date: string, minutes: number): number {
  const utc = Date.parse(`${date}T00:00:00Z`) + minutes * minute;
  const winter = utc + 5 * hour;
  return newYorkOffset(winter - hour) === 4 * hour ? winter - hour : winter;
}

/** RFC 3339 with New York's offset, as the clock endpoint gives times. */
export function formatNewYork(at: number): string {
  const offset = newYorkOffset(at);
  return `${new Date(at - offset).toISOString().slice(0, -1)}-0${offset / hour}:00`;
}
