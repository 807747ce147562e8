import type { Run, Summary } from '../conformance/run/model.ts';
import { plural } from '../conformance/run/words.ts';
import { asSentence, countVerdicts, resultsOf } from './results.ts';

/** What a run comes to. */
export interface Outcome {
  kind: 'conformant' | 'mostly-unseen' | 'failures' | 'nothing-tested' | 'incomplete';
  /** The contract of the command line: 0 conformant or mostly unseen, 1 failures, 3 incomplete or nothing tested. */
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
  if (broken > 0) return failures(run, n);
  if (!run.complete) return incomplete(run.incompleteBecause ?? 'The run stopped before its end.');
  if (n.error > 0)
    return incomplete(`${plural(n.error, 'check or journey', 'checks and journeys')} stopped on an error of openbell.`);
  if (tested === 0) return nothingTested(n.untestable);
  return n.untestable > tested ? mostlyUnseen(tested, n) : conformant(tested, n);
};

const nothingTested = (untestable: number): Outcome => ({
  kind: 'nothing-tested',
  exitCode: 3,
  headline: 'Nothing tested',
  sentence: `No check and no journey came to a verdict, so this run says nothing about the target.${unseen(untestable)}`,
});

const incomplete = (because: string): Outcome => ({
  kind: 'incomplete',
  exitCode: 3,
  headline: 'Incomplete',
  sentence: asSentence(because),
});

const unseen = (untestable: number) => (untestable === 0 ? '' : ` ${untestable} could not be looked at.`);

/** A result may be blocked though nothing failed: what it builds on may have stopped in another way. */
const failures = (run: Run, { fail, blocked, untestable }: Summary): Outcome => {
  const [they, build] = blocked === 1 ? ['it', 'builds'] : ['they', 'build'];
  const because = `because what ${they} ${build} on did not work`;
  const main =
    fail === 0
      ? `Nothing was seen to fail, but ${they} could not be judged, ${because}: the target is not shown to conform.`
      : `The target does not conform.${blocked === 0 ? '' : ` ${blocked} more could not be judged, ${because}.`}`;
  const unfinished = run.complete
    ? ''
    : ` ${asSentence(`the run is also incomplete: ${run.incompleteBecause ?? 'it stopped early'}`)}`;
  return {
    kind: 'failures',
    exitCode: 1,
    headline: fail === 0 ? `${blocked} blocked` : plural(fail, 'failure'),
    sentence: `${main}${unseen(untestable)}${unfinished}`,
  };
};

const conformant = (tested: number, { warn, untestable }: Summary): Outcome => ({
  kind: 'conformant',
  exitCode: 0,
  headline: 'Conformant',
  sentence: `All that was tested holds: ${plural(tested, 'result')}, no failure.${warned(warn)}${unseen(untestable)}`,
});

/** No failure, and hardly a proof: a few results are too little to call a target conformant. */
const mostlyUnseen = (tested: number, { warn, untestable }: Summary): Outcome => ({
  kind: 'mostly-unseen',
  exitCode: 0,
  headline: 'Nothing failed, but most could not be looked at',
  sentence: `Only ${tested} of ${plural(tested + untestable, 'result')} came to a verdict.${warned(warn)}`,
});

const warned = (warn: number) =>
  warn === 0 ? '' : ` ${plural(warn, 'recommendation is', 'recommendations are')} not followed.`;
