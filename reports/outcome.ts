import type { Run } from '../conformance/run-model.ts';
import { countVerdicts, plural, resultsOf } from './results.ts';

/** What a run comes to. */
export interface Outcome {
  kind: 'conformant' | 'failures' | 'nothing-tested' | 'incomplete';
  /** The contract of the command line: 0 conformant, 1 failures, 3 incomplete or nothing tested. */
  exitCode: 0 | 1 | 3;
  /** A few words. */
  headline: string;
  /** One or two sentences. */
  sentence: string;
}

/**
 * The verdict on a whole run.
 *
 * A blocked check counts as a failure here: its control failed, so the obligation is not shown to be met. Failures
 * outrank an incomplete run, since more testing cannot take them back.
 */
export const outcomeOf = (run: Run): Outcome => {
  const n = countVerdicts(resultsOf(run));
  const tested = n.pass + n.fail + n.warn;
  const broken = n.fail + n.blocked;
  if (broken > 0) return failures(run, n.fail, n.blocked);
  if (!run.complete) return incomplete(run.incompleteBecause ?? 'The run stopped before its end.');
  if (n.error > 0)
    return incomplete(`${plural(n.error, 'check or journey', 'checks and journeys')} stopped on an error of openbell.`);
  if (tested === 0) return nothingTested;
  return conformant(tested, n.warn, n.untestable);
};

const nothingTested: Outcome = {
  kind: 'nothing-tested',
  exitCode: 3,
  headline: 'Nothing tested',
  sentence: 'No check and no journey came to a verdict, so this run says nothing about the target.',
};

const incomplete = (sentence: string): Outcome => ({
  kind: 'incomplete',
  exitCode: 3,
  headline: 'Incomplete',
  sentence,
});

const failures = (run: Run, fail: number, blocked: number): Outcome => {
  const unfinished = run.complete ? '' : ` The run is also incomplete: ${run.incompleteBecause ?? 'it stopped early.'}`;
  const held =
    blocked === 0
      ? ''
      : ` ${plural(blocked, 'more could', 'more could')} not be judged, because what they build on failed.`;
  return {
    kind: 'failures',
    exitCode: 1,
    headline: fail === 0 ? `${blocked} blocked` : plural(fail, 'failure'),
    sentence: `The target does not conform.${held}${unfinished}`,
  };
};

const conformant = (tested: number, warn: number, untestable: number): Outcome => {
  const warned = warn === 0 ? '' : ` ${plural(warn, 'recommendation is', 'recommendations are')} not followed.`;
  const unseen = untestable === 0 ? '' : ` ${untestable} could not be looked at.`;
  return {
    kind: 'conformant',
    exitCode: 0,
    headline: 'Conformant',
    sentence: `All that was tested holds: ${plural(tested, 'result')}, no failure.${warned}${unseen}`,
  };
};
