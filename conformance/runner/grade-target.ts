import { mapAtATime } from '../help/at-a-time.ts';
import type { Verdict } from '../run/model.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Check } from '../vocabulary/check.ts';
import type { ControlBook } from './control-book.ts';
import { type GradedCheck, gradeCheck } from './grade-check.ts';
import { type GradedScenario, gradeScenario } from './grade-scenario.ts';
import type { Lookout } from './observe.ts';
import type { Part } from './parts.ts';
import { startOver, type Why } from './prepare.ts';
import { forgetTails } from './redact.ts';
import type { Watch } from './watch.ts';

/** What grading a part needs besides the part. */
export interface PartOptions {
  book: ControlBook;
  /** How many checks are under way at a time, where they can be. */
  atATime(part: Part): number;
  stopped(): boolean;
  /** Resolves when nobody waits any more for time to pass: a target is not set back under somebody’s feet. */
  settled(): Promise<unknown>;
  /** Nobody but this run has met the target, and no part was graded on it. */
  isUntouched: boolean;
  watch: Watch;
  /** Looks on at every exchange. */
  lookout: Lookout;
  report(id: string, verdict: Verdict): void;
  /** Is given what will hold the results, before there are any. */
  begun(results: PartResults): void;
}

/** Everything that grading one part gave. */
export interface PartResults {
  checks: GradedCheck[];
  scenarios: GradedScenario[];
  /** Checks that still wait for time to pass. */
  waiting: Promise<void>[];
}

/** Settles when the work is done, or lets others go on while it waits. */
type Aside = (beside: () => void) => Promise<void>;

const doneOrAside = (work: Aside, waiting: Promise<void>[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = work(() => {
      waiting.push(done);
      resolve();
    });
    done.then(resolve, reject);
  });

/** How many clients may register is said for an hour in which nobody has; calls are counted by user, and users are new. */
const countsFromZero = ({ needs }: Scenario): boolean => needs?.includes('registration-limit') ?? false;

/** Grades one part of the work on one target. */
export async function gradePart(part: Part, context: TargetContext, options: PartOptions): Promise<PartResults> {
  const { book, stopped, report, watch, lookout } = options;
  const again = (why: Why) => startOver(context, why, options.settled);
  await again(options.isUntouched ? 'used' : 'always');
  const results: PartResults = { checks: [], scenarios: [], waiting: [] };
  // What was under way then says nothing about the target.
  const isInterrupted = () => context.signal?.aborted ?? false;
  options.begun(results);
  const grade = async (check: Check, beside: () => void) => {
    if (stopped()) return;
    const controls = await Promise.all((check.dependsOn ?? []).map((id) => book.find(id)));
    if (stopped()) return;
    if (part.exclusive) await again('used');
    const known = controls.flatMap((control) => (control ? [{ ...control, id: control.check.id }] : []));
    const graded = await gradeCheck(check, context, known, beside);
    if (isInterrupted() || (await watch.lostDuring(graded.recorder, context))) return;
    book.enter(graded);
    graded.observed = await lookout.watch(graded.recorder, context);
    forgetTails(graded.recorder.exchanges);
    results.checks.push(graded);
    // What observes has seen all only when all is over.
    if (!check.observes) report(check.id, graded.verdict);
  };
  const { waiting } = results;
  const gradeOrWait = (check: Check) => doneOrAside((beside) => grade(check, beside), waiting);
  await mapAtATime(part.exclusive ? 1 : options.atATime(part), part.checks, gradeOrWait);
  const playJourney = async (scenario: Scenario, beside: () => void) => {
    await again(countsFromZero(scenario) ? 'counts' : 'used');
    const graded = await gradeScenario(scenario, context, beside);
    if (isInterrupted() || (await watch.lostDuring(graded.recorder, context))) return;
    graded.observed = await lookout.watch(graded.recorder, context);
    forgetTails(graded.recorder.exchanges);
    results.scenarios.push(graded);
    report(scenario.id, graded.verdict);
  };
  for (const scenario of part.scenarios) {
    if (stopped()) break;
    await doneOrAside((beside) => playJourney(scenario, beside), waiting);
  }
  return results;
}
