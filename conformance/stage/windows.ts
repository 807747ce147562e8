import type { Answer } from '../vocabulary/answer.ts';
import { errorIn } from './confirmation.ts';

// Limits by the minute are told as tool errors, to the model.

/** A tool error for the number of calls. */
export const isOverTheWindow = (answer: Answer): boolean =>
  answer.rpc()?.result?.isError === true && /rate.?limit|too many calls/i.test(answer.text);

/** Seconds that a refusal tells, as a member of its own or in its words. */
export function secondsTold(answer: Answer): number | undefined {
  const error = errorIn(answer) as Record<string, unknown>;
  const words = String(error.message ?? answer.text);
  const told = error.retry_after_seconds ?? error.retry_after ?? /(\d+)\s*s(ec|\b)/i.exec(words)?.[1];
  return told === undefined ? undefined : Number(told);
}
