import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../vocabulary/answer.ts';
import { Untestable } from '../vocabulary/expect.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import { retryAfter } from '../wire/retry-after.ts';
import type { TargetContext } from './target.ts';

/** How long, in seconds, and how often a run waits for a target that says it is busy for now. */
export const A_WHILE = 20;
export const PATIENCE = 12;

/** How many clients a run registers at a target that cannot be reset: real gateways allow ten an hour. */
export const REGISTRATIONS = 8;

/** How often and how long, in seconds, a probe waits for a limit that is not its point. */
const MOST_WAITS = 3;
const LONGEST_WAIT = 15;

/** Waits as long as the gateway asks for, where the wait is short; a clock that hooks can move is moved on. */
export function waitForRoom(hooks: Hooks): (answer: Answer) => Promise<void> {
  let waits = 0;
  return async (answer) => {
    const seconds = retryAfter(answer) ?? Number.NaN;
    if (++waits > MOST_WAITS || !(seconds <= LONGEST_WAIT)) {
      const wait = answer.headers['retry-after'] ?? 'none';
      throw new Untestable(`the gateway limits calls (429, Retry-After: ${wait})`, 'patience');
    }
    const pause = Math.max(1, seconds);
    if (hooks.has('clock')) return hooks.advance(pause);
    await sleep(pause * 1000);
  };
}

/** Waits a while for a target that is busy and whose clock runs by itself; false once a run has waited enough. */
export async function waitAWhile(target: TargetContext, hooks: Hooks): Promise<boolean> {
  if (hooks.has('clock') || target.patience.left <= 0) return false;
  target.patience.left--;
  await sleep(A_WHILE * 1000);
  return true;
}

/** Counts a registration; `Untestable` when the run has made as many as it allows itself. */
export function spendRegistration({ registrations }: TargetContext): void {
  if (!registrations) return;
  if (registrations.left <= 0) {
    throw new Untestable(
      'needs one more registration than the run allows itself on a target that cannot be reset',
      'registrations',
    );
  }
  registrations.left--;
}
