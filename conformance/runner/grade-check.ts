import type { Verdict } from '../run/model.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Check } from '../vocabulary/check.ts';
import { Blocked, Untestable, Violation } from '../vocabulary/expect.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { whyNot } from './applies.ts';
import { type Control, type Finding, heldUpBy, judge } from './judge.ts';
import { type Standing, standingOf } from './standing.ts';

/** What one check came to on one target, before it is put into a run. */
export interface GradedCheck extends Finding {
  check: Check;
  standing: Standing;
  verdict: Verdict;
  recorder: Recorder;
  ms: number;
}

/** What a thrown error says about the target. */
export function outcomeOf(error: unknown): Finding {
  if (error instanceof Violation) {
    const { expected, seen, exchange } = error;
    return { outcome: 'violated', expected, seen, ...(exchange ? { finding: exchange } : {}) };
  }
  if (error instanceof Untestable) {
    const { message: reason, means } = error;
    return { outcome: 'untestable', reason, ...(means ? { missing: means } : {}) };
  }
  if (error instanceof Blocked) {
    const { message: reason, by } = error;
    return { outcome: 'control-failed', reason, ...(by ? { blockedBy: by } : {}) };
  }
  const text =
    error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
  return { outcome: 'harness-error', reason: `openbell itself failed: ${text}` };
}

/** Runs one check against a target, or says why it is not run: it does not apply, or one of its controls did not hold. */
export async function gradeCheck(
  check: Check,
  context: TargetContext,
  controls: readonly Control[],
): Promise<GradedCheck> {
  const recorder = createRecorder();
  const began = performance.now();
  const standing = standingOf(check, context.era);
  const found = notRun(check, context) ?? heldUpBy(needed(controls, context)) ?? (await play(check, context, recorder));
  return { check, standing, ...judge(found, standing), recorder, ms: performance.now() - began };
}

/** Without authorization, what shows that tokens are taken shows nothing: the survey has seen that requests are served. */
const needed = (controls: readonly Control[], { survey }: TargetContext): readonly Control[] =>
  survey.lacks.has('oauth') ? controls.filter(({ outcome }) => outcome !== 'not-applicable') : controls;

function notRun(check: Check, context: TargetContext): Finding | undefined {
  const exempt = whyNot(check.applies, context, check.per);
  if (exempt?.outcome !== 'violated') return exempt;
  return { outcome: 'violated', expected: `what the profile ${context.profile!.id} demands`, seen: exempt.reason };
}

async function play(check: Check, context: TargetContext, recorder: Recorder): Promise<Finding> {
  const world = createWorld(context, check, recorder);
  try {
    await check.run(world);
    return { outcome: 'satisfied' };
  } catch (error) {
    return outcomeOf(error);
  } finally {
    world.leave();
  }
}
