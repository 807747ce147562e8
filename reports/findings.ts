import type { Blame, Run } from '../conformance/run/model.ts';
import { type Result, resultsOf, verdicts } from './results.ts';
import { alike, stopOf } from './stops.ts';

/** One cause: the results that show it, and those that could not be judged because of it. */
export interface Finding {
  /** The result that speaks for them: the worst, and first of those. */
  lead: Result;
  /** What it is called: a title states the obligation, which alone would read as if it were met. */
  headline: string;
  /** Empty where nobody can say. */
  remedy: string;
  expected?: string | undefined;
  seen?: string | undefined;
  /** Those that show it, the lead too; empty where nothing shows it but what it blocks. */
  results: Result[];
  /** What builds on it. It is said below the cause and nowhere else. */
  blocked: Result[];
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

/** The same remedy twice is the same cause twice; an error is known by its words. */
const causeOf = (result: Result): string => {
  if (result.verdict === 'error') return `error\n${result.reason}`;
  return result.remedy === '' ? result.id : `${result.blame ?? ''}\n${result.remedy}`;
};

const rank = ({ lead, results, blocked }: Finding) => [
  -blocked.length,
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

const headlineOf = ({ title, verdict }: Result) =>
  verdict === 'fail' || verdict === 'warn' ? `Not met: ${title}` : title;

/** What to fix, by cause: what blocks others first, by how many; then by verdict, level and blame. */
export const findingsOf = (run: Run): Finding[] => {
  const results = resultsOf(run);
  const shown = groupBy(
    results.filter(({ verdict, excused }) => ['fail', 'error', 'warn'].includes(verdict) && !excused),
    causeOf,
  ).map(toFinding);
  const rootOf = createRoots(results);
  const passed = new Set(results.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
  // What an excused failure blocks goes with it.
  const stopped = results.filter((result) => result.verdict === 'blocked' && !rootOf(result).excused);
  const homes = new Map(shown.flatMap((finding) => finding.results.map((result) => [result, finding] as const)));
  const lost = stopped.filter((result) => {
    const home = homes.get(rootOf(result));
    home?.blocked.push(result);
    return !home;
  });
  const stops = groupBy(lost, (result) => stopOf(rootOf(result)).key).map((group) => toStop(group, rootOf, passed));
  return [...shown, ...stops].sort(byRank);
};

/** What a blocked result goes back to: the control that failed, or the first that was stopped on its way. */
export const createRoots = (results: readonly Result[]) => {
  const here = new Map<string, Result>();
  const anywhere = new Map<string, Result>();
  for (const result of results) {
    here.set(`${result.id} ${result.target} ${result.era}`, result);
    if (!anywhere.has(result.id) || result.verdict !== 'pass') anywhere.set(result.id, result);
  }
  return (result: Result): Result => {
    const passed = new Set<Result>();
    let at = result;
    while (at.verdict === 'blocked' && at.blockedBy !== undefined && !passed.has(at)) {
      passed.add(at);
      // What knows no era is graded once for a URL, in another target than what builds on it.
      const next: Result | undefined = here.get(`${at.blockedBy} ${at.target} ${at.era}`) ?? anywhere.get(at.blockedBy);
      if (!next || next.verdict === 'pass') break;
      at = next;
    }
    return at;
  };
};

const groupBy = (results: readonly Result[], keyOf: (result: Result) => string): Result[][] => {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = keyOf(result);
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()];
};

/** A check leads before a journey: its remedy is about one obligation. */
const toFinding = (results: Result[]): Finding => {
  const sorted = results.toSorted(
    (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || a.kind.localeCompare(b.kind),
  );
  const lead = sorted[0]!;
  const { remedy, expected, seen } = lead;
  return { lead, headline: headlineOf(lead), remedy, expected, seen, results: sorted, blocked: [] };
};

/** What stopped so many is a finding of its own, in words of its own: the first of them has nothing to do with it. */
const toStop = (blocked: Result[], rootOf: (result: Result) => Result, passed: ReadonlySet<string>): Finding => {
  const roots = blocked.map(rootOf);
  const { headline, expected, remedy } = stopOf(roots[0]!, blocked.length, passed);
  return { lead: blocked[0]!, headline, remedy, expected, seen: told(roots), results: [], blocked };
};

const MOST_TOLD = 3;

/** The reasons, the most frequent first. */
const told = (roots: readonly Result[]): string => {
  const counts = new Map<string, { reason: string; n: number }>();
  for (const { reason = 'no reason given' } of roots) {
    const key = alike(reason);
    counts.set(key, { reason: counts.get(key)?.reason ?? reason, n: (counts.get(key)?.n ?? 0) + 1 });
  }
  const sorted = [...counts.values()].sort((a, b) => b.n - a.n);
  const first = sorted.slice(0, MOST_TOLD).map(({ reason, n }) => (sorted.length > 1 ? `${reason} (${n}×)` : reason));
  return [...first, ...(sorted.length > MOST_TOLD ? ['…'] : [])].join('; ');
};
