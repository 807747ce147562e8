import type { Answer } from '../vocabulary/answer.ts';

/** In how many seconds an answer says to come back, by a number or by a date; undefined where it says neither. */
export function retryAfter({ headers }: Pick<Answer, 'headers'>): number | undefined {
  const after = headers['retry-after'] ?? '';
  if (/^\d+$/.test(after)) return Number(after);
  const until = /^\w{3}, \d\d \w{3} \d{4} /.test(after) ? Date.parse(after) : Number.NaN;
  const seconds = Math.ceil((until - Date.parse(headers.date ?? '')) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
