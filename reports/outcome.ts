import type { Run } from '../conformance/run/model.ts';
import {
  askedOf,
  type Missing,
  type Proposal,
  proposalOf,
  requiredButUnjudged,
  tooLittleIn,
  tooUntestableIn,
  yamlFor,
} from '../conformance/run/rule.ts';
import { plural } from '../conformance/run/words.ts';
import { createRoots, findingsOf } from './findings.ts';
import { asSentence, countVerdicts, percent, type Result, resultsOf, whereOf } from './results.ts';

/** What a run comes to. */
export interface Outcome {
  kind: 'conformant' | 'failures' | 'incomplete' | 'blocked' | 'nothing-tested' | 'too-little';
  /** The contract of the command line: 0 conformant, 1 failures, 3 whatever says too little about the target. */
  exitCode: 0 | 1 | 3;
  /** A few words. */
  headline: string;
  /** One or two sentences. */
  sentence: string;
  /** For the exit code 0: lines of the configuration that would give it, or come nearer to it. */
  yaml?: string;
}

/**
 * The verdict on a whole run, and its exit code: the table of `docs/reports.md`, line by line. Nothing else decides it.
 *
 * Failures outrank a run that was interrupted, since more testing cannot take them back. Those of a target that was
 * lost do not: perhaps it was dying already.
 */
export function outcomeOf(run: Run): Outcome {
  const results = resultsOf(run);
  const n = countVerdicts(results.filter(counts(run)));
  const { strict } = askedOf(run);
  const failed = countVerdicts(results.filter(({ target, excused }) => !run.targets[target]?.lost && !excused));
  const { stale = [], expired = [], lost = [] } = run.baseline ?? {};
  if (failed.fail > 0) return failures(run, plural(failed.fail, 'failure'));
  if (strict && failed.warn > 0) return failures(run, strictly(failed.warn));
  if (stale.length + expired.length > 0) return untrue(stale, expired);
  if (!run.complete) return incomplete(run, n.fail);
  const errors = countVerdicts(results.filter(({ excused }) => !excused)).error;
  if (errors > 0) return erred(errors);
  if (results.some(unexplained(results))) return blocked(run);
  if (n.pass + n.fail + n.warn === 0) return nothingTested(run);
  if (lost.length > 0) return verdictsLost(lost);
  if (requiredButUnjudged(run).length > 0) return requiredMissing(run);
  if (tooUntestableIn(run).length > 0) return tooUntestable(run);
  return tooLittleIn(run).length > 0 ? tooLittle(run) : conformant(run);
}

/** Whether a result counts: none does that is newer than the set that was asked for. */
const counts =
  ({ newSince }: Run) =>
  ({ id }: Result): boolean =>
    !newSince?.ids.includes(id);

/** Blocked, and nothing that was judged says why: a control that merely warns, or is excused, has had its say. */
const unexplained = (results: readonly Result[]) => {
  const rootOf = createRoots(results);
  return (result: Result): boolean =>
    result.verdict === 'blocked' &&
    !rootOf(result).excused &&
    !results.some((one) => one.id === result.blockedBy && one.verdict === 'warn');
};

const listed = (names: readonly string[]): string =>
  `${names.slice(0, mostListed).join(', ')}${names.length > mostListed ? ` and ${names.length - mostListed} more` : ''}`;
const mostListed = 5;

/** A baseline that is not true any more hides the next failure. */
const untrue = (stale: readonly string[], expired: readonly string[]): Outcome => ({
  kind: 'failures',
  exitCode: 1,
  headline: [
    stale.length > 0 && `${plural(stale.length, 'known failure')} no longer there`,
    expired.length > 0 && `${plural(expired.length, 'excuse')} expired`,
  ]
    .filter(Boolean)
    .join(', '),
  sentence: [
    stale.length > 0 && `Passes again, so take it out of the baseline: ${listed(stale)}.`,
    expired.length > 0 && `The day in the baseline has gone by: ${listed(expired)}.`,
  ]
    .filter(Boolean)
    .join(' '),
});

const verdictsLost = (lost: readonly string[]): Outcome => ({
  kind: 'too-little',
  exitCode: 3,
  headline: `${plural(lost.length, 'verdict')} lost`,
  sentence: `Nothing new was seen to fail, but what was judged in the run before has no verdict now: ${listed(lost)}.`,
});

const requiredMissing = (run: Run): Outcome => ({
  kind: 'too-little',
  exitCode: 3,
  headline: 'What was required was not judged',
  sentence: `Nothing failed, but too little came to a verdict of ${listed(requiredButUnjudged(run))}, which the gate requires.${wayOut(run)}`,
  ...yamlOf(run),
});

const tooUntestable = (run: Run): Outcome => {
  const named = tooUntestableIn(run).map(
    (share) => `${share.untestable} of the ${share.applies} results that apply in ${whereOf(run, share)}`,
  );
  return {
    kind: 'too-little',
    exitCode: 3,
    headline: 'Nothing failed, but too much could not be looked at',
    sentence: `Untestable are ${listed(named)}; ${Math.floor(askedOf(run).maxUntestable * 100)} % are allowed.${wayOut(run)}`,
    ...yamlOf(run),
  };
};

const strictly = (warnings: number): string =>
  warnings === 1 ? '1 warning, a failure with --strict' : `${warnings} warnings, failures with --strict`;

/** What the counts say besides. */
const besides = (run: Run): string => {
  const { blocked, untestable } = countVerdicts(resultsOf(run));
  const [they, build] = blocked === 1 ? ['it', 'builds'] : ['they', 'build'];
  return [
    blocked > 0 && ` ${blocked} more could not be judged, because what ${they} ${build} on did not work.`,
    untestable > 0 && ` ${untestable} could not be looked at.`,
  ]
    .filter(Boolean)
    .join('');
};

const whyIncomplete = (run: Run): string => run.incompleteBecause ?? 'the run stopped before its end';

const failures = (run: Run, headline: string): Outcome => ({
  kind: 'failures',
  exitCode: 1,
  headline,
  sentence: `The target does not conform.${besides(run)}${
    run.complete ? '' : ` ${asSentence(`the run is also incomplete: ${whyIncomplete(run)}`)}`
  }`,
});

const incomplete = (run: Run, found: number): Outcome => ({
  kind: 'incomplete',
  exitCode: 3,
  headline: found > 0 ? `Incomplete, with ${plural(found, 'finding')}` : 'Incomplete',
  sentence: asSentence(whyIncomplete(run)),
});

const erred = (errors: number): Outcome => ({
  kind: 'incomplete',
  exitCode: 3,
  headline: 'Incomplete',
  sentence: `${plural(errors, 'check or journey', 'checks and journeys')} stopped on an error of openbell.`,
});

const nothingTested = (run: Run): Outcome => ({
  kind: 'nothing-tested',
  exitCode: 3,
  headline: 'Nothing tested',
  sentence: `No check and no journey came to a verdict, so this run says nothing about the target.${besides(run).replace(' more', '')}${wayOut(run)}`,
  ...yamlOf(run),
});

const blocked = (run: Run): Outcome => {
  const count = countVerdicts(resultsOf(run)).blocked;
  const [they, build] = count === 1 ? ['it', 'builds'] : ['they', 'build'];
  return {
    kind: 'blocked',
    exitCode: 3,
    headline:
      findingsOf(run).find(({ blocked: held }) => held.some(({ blockedAt }) => blockedAt))?.headline ??
      `${count} blocked`,
    sentence: `Nothing was seen to fail, but ${count} could not be judged, because what ${they} ${build} on did not work: the target is not shown to conform.`,
  };
};

const conformant = (run: Run): Outcome => {
  const results = resultsOf(run);
  const counted = results.filter(counts(run));
  const known = counted.filter(({ excused }) => excused).length;
  const { pass, warn, fail } = countVerdicts(counted);
  const holds = `${plural(pass + warn + fail - known, 'result')}, no failure.`;
  return {
    kind: 'conformant',
    exitCode: 0,
    headline: known > 0 ? `Conformant but for ${plural(known, 'known failure')}` : 'Conformant',
    sentence: `${known > 0 ? `All else that was tested holds: ${holds}` : `All that was tested holds: ${holds}`}${warned(countVerdicts(results.filter(({ excused }) => !excused)).warn)}${besides(run)}${uncounted(run)}`,
  };
};

const uncounted = ({ newSince }: Run): string =>
  newSince?.ids.length
    ? ` ${plural(newSince.ids.length, 'check or journey is', 'checks and journeys are')} new since ${newSince.set} and did not count.`
    : '';

/** Of targets and eras, in a sentence. */
const mostNamed = 2;

/** No failure, and no proof: too few results to call a target conformant. */
const tooLittle = (run: Run): Outcome => {
  const { warn } = countVerdicts(resultsOf(run));
  const short = tooLittleIn(run).toSorted((a, b) => a.judged / a.applies - b.judged / b.applies);
  const named = short.slice(0, mostNamed).map((share) => {
    const { judged, applies } = share;
    return `${judged} of the ${applies} results that apply in ${whereOf(run, share)} (${percent(judged, applies)})`;
  });
  const more = short.length > mostNamed ? ` (and too few in ${short.length - mostNamed} more)` : '';
  const needed = `${Math.ceil(askedOf(run).minJudged * 100)} % are needed`;
  return {
    kind: 'too-little',
    exitCode: 3,
    headline: 'Nothing failed, but too little could be judged',
    sentence: `Only ${named.join(' and ')} came to a verdict${more}; ${needed}.${warned(warn)}${wayOut(run)}`,
    ...yamlOf(run),
  };
};

const warned = (warn: number) =>
  warn === 0 ? '' : ` ${plural(warn, 'recommendation is', 'recommendations are')} not followed.`;

/** "one user in the configuration: 228 more". */
export const unlocks = ({ is, more }: Missing): string => `${is}: ${more} more`;

const wayOut = (run: Run): string => {
  const { give, isEnough }: Proposal = proposalOf(run);
  if (give.length === 0) return '';
  return ` What would ${isEnough ? 'do' : 'help'}: ${give.map(unlocks).join(', ')}.`;
};

const yamlOf = (run: Run): Pick<Outcome, 'yaml'> => {
  const yaml = yamlFor(proposalOf(run).give);
  return yaml === '' ? {} : { yaml };
};
