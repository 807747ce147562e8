import type { Blame, Run } from '../conformance/run/model.ts';
import { type Result, resultsOf, verdicts } from './results.ts';

/** Results that share a cause, hence a remedy. */
export interface Finding {
  /** The result that speaks for them: the worst, and first of those. */
  lead: Result;
  /** All of them, the lead too. */
  results: Result[];
}

const blames: readonly (Blame | undefined)[] = [
  'gateway',
  'authorization-server',
  'broker',
  'configuration',
  'harness',
  undefined,
];
const levels = ['MUST', undefined, 'SHOULD', 'MAY'];

/** A blocked check shares the cause of its control; the same remedy twice is the same cause twice; an error is known by its words. */
const causeOf = (result: Result, byId: Map<string, Result>): string => {
  const control = result.verdict === 'blocked' && result.blockedBy ? byId.get(result.blockedBy) : undefined;
  const root = control && control.verdict !== 'pass' ? control : result;
  if (root.verdict === 'error') return `error\n${root.reason}`;
  return root.remedy === '' ? root.id : `${root.blame ?? ''}\n${root.remedy}`;
};

const rank = ({ lead, results }: Finding) => [
  verdicts.indexOf(lead.verdict),
  levels.indexOf(lead.level),
  blames.indexOf(lead.blame),
  -results.length,
];

const byRank = (a: Finding, b: Finding) => {
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
};

/** What a finding is called: a title states the obligation, which alone would read as if it were met. */
export const headlineOf = ({ title, verdict }: Result) =>
  verdict === 'fail' || verdict === 'warn' ? `Not met: ${title}` : title;

/** What to fix, first things first: failures, errors, blocked and warnings, grouped by cause, by verdict, level and blame. */
export const findingsOf = (run: Run): Finding[] => {
  const results = resultsOf(run).filter((result) => toFix.has(result.verdict));
  const byId = new Map(results.map((result) => [result.id, result]));
  return [...groupByCause(results, byId).values()].map(toFinding).sort(byRank);
};

const toFix = new Set(['fail', 'error', 'blocked', 'warn']);

const groupByCause = (results: Result[], byId: Map<string, Result>) => {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const cause = causeOf(result, byId);
    const group = groups.get(cause);
    if (group) group.push(result);
    else groups.set(cause, [result]);
  }
  return groups;
};

/** A check leads before a journey: its remedy is about one obligation. */
const toFinding = (results: Result[]): Finding => {
  const sorted = results.toSorted(
    (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || a.kind.localeCompare(b.kind),
  );
  return { lead: sorted[0]!, results: sorted };
};
