import type { Answer } from '../vocabulary/answer.ts';
import { errorIn } from './confirmation.ts';

// Limits by the minute are told as tool errors, to the model.

/** A tool error for the number of calls, of the gateway's own: what it hands on from a broker has the broker's status. */
export function isOverTheWindow(answer: Answer): boolean {
  if (answer.rpc()?.result?.isError !== true) return false;
  return /rate.?limit|too many calls/i.test(answer.words()) && errorIn(answer).status === undefined;
}

/** The same as if HTTP had said it; undefined where it does not say for how long. */
export function refusalIn(answer: Answer): Pick<Answer, 'headers'> | undefined {
  const seconds = isOverTheWindow(answer) ? secondsTold(answer) : undefined;
  return seconds === undefined ? undefined : { headers: { 'retry-after': String(seconds) } };
}

/** Seconds that a refusal tells, as a member of its own or in its words. */
export function secondsTold(answer: Answer): number | undefined {
  const error = errorIn(answer) as Record<string, unknown>;
  const words = String(error.message ?? answer.words());
  const told = error.retry_after_seconds ?? error.retry_after ?? /(\d+)\s*s(ec|\b)/i.exec(words)?.[1];
  return told === undefined ? undefined : Number(told);
}
