import { setTimeout as sleep } from 'node:timers/promises';
import { Untestable } from '../vocabulary/expect.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import type { Patience } from './allowances.ts';
import type { TargetContext } from './target.ts';

/** Seconds that a run waits in all, and at one time, for a target that says it is busy: more where more was given. */
const WAITS = 240;
const ONE_WAIT = 60;

/** Seconds that it waits in all for places that have never answered with anything but 429. */
const UNPROVEN = 20;

/** Seconds to wait for a target that is busy and does not say for how long. */
const A_WHILE = 20;

/** So few seconds are waited without being asked for. */
const FEW = 3;

/** How many clients a run registers at a target that cannot be reset: real gateways allow ten an hour. */
export const REGISTRATIONS = 8;

/** The patience of a run that was given so many seconds to wait for what expires. */
export const patienceOf = (given = 0): Patience => ({
  left: WAITS + given,
  atOnce: Math.max(ONE_WAIT, given),
  unproven: UNPROVEN + given,
  forTime: given,
});

/** Waits so many seconds of real time; `Untestable` where the run is interrupted meanwhile. */
export async function pause({ signal }: TargetContext, seconds: number): Promise<void> {
  try {
    await sleep(seconds * 1000, undefined, signal && { signal });
  } catch {
    throw new Untestable('the run was interrupted while it waited');
  }
}

/** Waits a while for a target that is busy and whose clock runs by itself; false once a run has waited enough. */
export async function waitAWhile(target: TargetContext, hooks: Hooks): Promise<boolean> {
  if (hooks.has('clock') || target.patience.left < A_WHILE) return false;
  target.patience.left -= A_WHILE;
  await pause(target, A_WHILE);
  return true;
}

/**
 * Lets time pass on a target whose clock nobody can move, where the run was given as much; `Untestable` else. `beside`
 * is told before: others need not wait.
 */
export async function letTimePass(target: TargetContext, seconds: number, beside: () => void): Promise<void> {
  if (seconds <= FEW && seconds <= target.patience.left) target.patience.left -= seconds;
  else if (seconds > target.patience.forTime) {
    const reason = `needs ${seconds} seconds to pass: --patience allows them, and the test hook “clock” moves them`;
    throw new Untestable(reason, 'patience');
  }
  beside();
  await pause(target, seconds);
}

/** `Untestable`, before anything is spent on it, where time has to pass and neither a clock is moved nor anybody waits. */
export function assertTime({ patience }: TargetContext, hooks: Hooks): void {
  if (hooks.has('clock') || patience.forTime > 0) return;
  throw new Untestable('needs time to pass: --patience allows it, and the test hook “clock” moves it', 'patience');
}

/** `Untestable` when a run has made as many clients as it allows itself: the next registration may make one more. */
export function assertMayRegister({ registrations }: TargetContext): void {
  if (!registrations || registrations.left > 0) return;
  const reason = `needs leave to register more than ${registrations.most} clients: nobody takes them back from the target`;
  throw new Untestable(reason, 'registrations');
}
