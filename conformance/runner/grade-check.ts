import type { Verdict } from '../run/model.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Check } from '../vocabulary/check.ts';
import { Blocked, Untestable, Violation } from '../vocabulary/expect.ts';
import type { Offer } from '../vocabulary/features.ts';
import { type Outcome, verdict } from '../vocabulary/verdict.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { whyNot } from './offers.ts';
import { type Standing, standingOf } from './standing.ts';

/** What one check came to on one target, before it is put into a run. */
export interface GradedCheck {
  check: Check;
  standing: Standing;
  outcome: Outcome;
  verdict: Verdict;
  expected?: string;
  seen?: string;
  reason?: string;
  /** The positive control that failed. */
  blockedBy?: string;
  /** Number within `recorder`. */
  finding?: number;
  recorder: Recorder;
  ms: number;
}

/** What a thrown error says about the target. */
export function outcomeOf(error: unknown): Pick<GradedCheck, 'outcome' | 'expected' | 'seen' | 'reason' | 'finding'> {
  if (error instanceof Violation) {
    const { expected, seen, exchange } = error;
    return { outcome: 'violated', expected, seen, ...(exchange ? { finding: exchange } : {}) };
  }
  if (error instanceof Untestable) return { outcome: 'untestable', reason: error.message };
  if (error instanceof Blocked) return { outcome: 'control-failed', reason: error.message };
  const text =
    error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
  return { outcome: 'harness-error', reason: `openbell itself failed: ${text}` };
}

/** Runs one check against a target, or says why it does not apply. */
export async function gradeCheck(
  check: Check,
  context: TargetContext,
  offers: ReadonlySet<Offer>,
): Promise<GradedCheck> {
  const recorder = createRecorder();
  const began = performance.now();
  const exempt = whyNot(check.applies, context, offers);
  const standing = standingOf(check, context.era);
  let found: ReturnType<typeof outcomeOf> = { outcome: 'satisfied' };
  if (exempt) {
    found =
      exempt.outcome === 'violated'
        ? { outcome: 'violated', expected: `what the profile ${context.profile!.id} demands`, seen: exempt.reason }
        : exempt;
  } else {
    try {
      await check.run(createWorld(context, check, recorder));
    } catch (error) {
      found = outcomeOf(error);
    }
  }
  const judged = verdict(found.outcome, standing.level, standing.basis);
  const caveat = found.outcome === 'violated' && standing.caveat ? { reason: standing.caveat } : {};
  return { check, standing, ...caveat, ...found, verdict: judged, recorder, ms: performance.now() - began };
}
