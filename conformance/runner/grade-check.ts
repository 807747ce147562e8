import type { Verdict } from '../run/model.ts';
import { diedMeanwhile, watchForSleep } from '../stage/doubt.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Check } from '../vocabulary/check.ts';
import { Blocked, NotOffered, Untestable, Violation } from '../vocabulary/expect.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { unlessRevisionIsUnknown, whyNot } from './applies.ts';
import { type Control, type Finding, heldUpBy, isUnseen, judge } from './judge.ts';
import { unlessItWasGivenNoMessage } from './no-message.ts';
import type { Tallies } from './observe.ts';
import { type Standing, standingOf } from './standing.ts';

/** What one check came to on one target, before it is put into a run. */
export interface GradedCheck extends Finding {
  check: Check;
  standing: Standing;
  verdict: Verdict;
  recorder: Recorder;
  /** What others saw in its exchanges. */
  observed?: Tallies;
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
  if (error instanceof NotOffered) return { outcome: 'not-applicable', reason: error.message };
  if (error instanceof Blocked) {
    const { message: reason, at, by } = error;
    return { outcome: 'control-failed', reason, ...(at ? { blockedAt: at } : {}), ...(by ? { blockedBy: by } : {}) };
  }
  const text =
    error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
  return { outcome: 'harness-error', reason: `openbell itself failed: ${text}` };
}

/**
 * Runs one check against a target, or says why it is not run: it does not apply, or one of its controls did not hold.
 * `beside` is called where it begins to wait, and others may go on.
 */
export async function gradeCheck(
  check: Check,
  context: TargetContext,
  controls: readonly Control[],
  beside?: () => void,
): Promise<GradedCheck> {
  const recorder = createRecorder();
  const began = performance.now();
  const standing = standingOf(check, context.era);
  const inTheWay = needed(check, controls, context);
  const came = notRun(check, context) ?? heldUpBy(inTheWay) ?? (await play(check, context, recorder, beside));
  const found = unlessRevisionIsUnknown(came, check.applies, context);
  return {
    check,
    standing,
    ...judge(found, standing, context.profile !== undefined),
    recorder,
    ms: performance.now() - began,
  };
}

/** The controls that must have held: what needs nobody, or no authorization, does not wait for what shows that tokens are taken. */
function needed(check: Check, controls: readonly Control[], { survey }: TargetContext): readonly Control[] {
  if (check.needsNobody) return controls.filter((control) => !isUnseen(control));
  return survey.lacks.has('oauth') ? controls.filter(({ outcome }) => outcome !== 'not-applicable') : controls;
}

function notRun(check: Check, context: TargetContext): Finding | undefined {
  const exempt = whyNot(check.applies, context, check.per);
  if (exempt?.outcome !== 'violated') return exempt;
  return { outcome: 'violated', expected: `what the profile ${context.profile!.id} demands`, seen: exempt.reason };
}

async function play(check: Check, context: TargetContext, recorder: Recorder, beside?: () => void): Promise<Finding> {
  const first = await attempt(check, context, recorder, beside);
  if (!first.inDoubt) return first.found;
  recorder.exchanges.splice(0);
  recorder.story.splice(0);
  return (await attempt(check, context, recorder, beside)).found;
}

/** Plays it once; `inDoubt` where what it was lent was dead already. */
async function attempt(
  check: Check,
  context: TargetContext,
  recorder: Recorder,
  beside?: () => void,
): Promise<{ found: Finding; inDoubt: boolean }> {
  const doing = { ...check, isBesideOthers: check.lane !== 'exclusive' };
  const world = createWorld(context, doing, recorder, beside);
  let found: Finding = { outcome: 'satisfied' };
  const hasSlept = watchForSleep(context);
  try {
    if (check.takesTime) world.assertTime();
    await check.run(world);
  } catch (error) {
    found = await unlessItWasGivenNoMessage(outcomeOf(error), recorder, context);
  }
  // A refusal that was asked for may be the dead token's, too, and a code dies while one waits for room to redeem it.
  const isTooLate = hasSlept() && found.outcome !== 'satisfied' && found.outcome !== 'untestable';
  const inDoubt = isTooLate || (await diedMeanwhile(context, world, recorder).catch(() => false));
  await world.leave();
  return { found, inDoubt };
}
