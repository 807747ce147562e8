import type { Answer } from '../vocabulary/answer.ts';

/** The form of today, and the two older ones that recipients have to understand (RFC 9110 §5.6.7). */
const HTTP_DATES = [
  /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/,
  /^\w{6,9}, \d\d-\w{3}-\d\d [\d:]{8} GMT$/,
  /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}$/,
];

/** The oldest form names no zone, and means this one. */
const inUtc = (date: string): string => (date.endsWith('GMT') ? date : `${date} GMT`);

/** In how many seconds an answer says to come back, by a number or by a date; undefined where it says neither. */
export function retryAfter({ headers }: Pick<Answer, 'headers'>): number | undefined {
  const after = headers['retry-after'] ?? '';
  if (/^\d+$/.test(after)) return Number(after);
  const until = HTTP_DATES.some((form) => form.test(after)) ? Date.parse(inUtc(after)) : Number.NaN;
  const seconds = Math.ceil((until - Date.parse(headers.date ?? '')) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
