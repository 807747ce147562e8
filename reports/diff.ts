import { keysOf, targetNamesOf } from '../conformance/run/identity.ts';
import type { Against, Change, Run, Verdict } from '../conformance/run/model.ts';
import { type Result, resultsOf, verdicts } from './results.ts';
import { alike } from './stops.ts';

/** What became of a result between two runs, what matters most first. */
export const changes: readonly Change[] = [
  'newly failing',
  'no longer judged',
  'changed evidence',
  'mended',
  'newly judged',
];

/** One result that differs between two runs. */
export interface Difference {
  change: Change;
  /** As it is now; where it is not in the newer run, as it was. */
  result: Result;
  /** "static-client 2026-07-28". */
  where: string;
  /** Missing where the run does not hold it. */
  before?: Verdict;
  now?: Verdict;
  /** For changed evidence: what was seen before. */
  sawBefore?: string;
}

/** Two runs side by side. */
export interface Diff {
  old: Run;
  now: Run;
  differences: Difference[];
  /** How many results are as they were. */
  unchanged: number;
}

const badness: Partial<Record<Verdict, number>> = { pass: 0, warn: 1, fail: 2 };

/** What one result became. Unjudged is not mended: nobody has seen it work. */
function changeOf(before: Result | undefined, now: Result | undefined): Change | undefined {
  const [was, is] = [before && badness[before.verdict], now && badness[now.verdict]];
  if (is === undefined) return was === undefined ? undefined : 'no longer judged';
  if (was === undefined) return is > 0 ? 'newly failing' : 'newly judged';
  if (is !== was) return is > was ? 'newly failing' : 'mended';
  return is > 0 && evidence(before!) !== evidence(now!) ? 'changed evidence' : undefined;
}

/** What was seen, without what differs by chance. */
const evidence = ({ step, expected = '', seen = '' }: Result) => alike(`${step?.number ?? ''} ${expected} ${seen}`);

/** Compares two runs result by result; the same check in another target or era is another result. */
export function diffOf(old: Run, now: Run): Diff {
  const keyOf = keysOf([old, now]);
  const nameOf = targetNamesOf([old, now]);
  const before = byKey(old, keyOf);
  const after = byKey(now, keyOf);
  const keys = new Set([...after.keys(), ...before.keys()]);
  const differences = [...keys].flatMap((key): Difference[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const change = changeOf(was, is);
    if (!change) return [];
    const result = is ?? was!;
    const target = (is ? now : old).targets[result.target];
    return [
      {
        change,
        result,
        where: `${target ? nameOf(target) : 'target'} ${result.era}`.replace(/^none /, ''),
        ...(was ? { before: was.verdict } : {}),
        ...(is ? { now: is.verdict } : {}),
        ...(change === 'changed evidence' && was?.seen ? { sawBefore: was.seen } : {}),
      },
    ];
  });
  return { old, now, differences, unchanged: keys.size - differences.length };
}

/** Each result by what makes it the same in another run; of two alike, the worse. */
function byKey(run: Run, keyOf: ReturnType<typeof keysOf>): Map<string, Result> {
  const found = new Map<string, Result>();
  for (const result of resultsOf(run)) {
    const key = keyOf(run, result.source);
    const known = found.get(key);
    if (!known || verdicts.indexOf(result.verdict) < verdicts.indexOf(known.verdict)) found.set(key, result);
  }
  return found;
}

/** The differences as the newer run keeps them, so that its page can be made from it alone. */
export const againstOf = ({ old, differences, unchanged }: Diff): Against => ({
  startedAt: old.startedAt,
  unchanged,
  changes: differences.map(({ change, result, where, before, now, sawBefore }) => ({
    change,
    kind: result.kind,
    id: result.id,
    title: result.title,
    era: result.era,
    ...(now ? { target: result.target, now } : {}),
    where,
    ...(before ? { before } : {}),
    ...(sawBefore ? { sawBefore } : {}),
  })),
});

/** The differences of one kind. */
export const ofKind = ({ differences }: Diff, kind: Change): Difference[] =>
  differences.filter(({ change }) => change === kind);

/**
 * The exit code where only what is new matters: 1 for a new failure, 3 where the newer run cannot tell, because it is
 * incomplete or something that was judged is there without a verdict; what was left out on purpose is not there.
 */
export function newFailureCode(diff: Diff, strict = false): 0 | 1 | 3 {
  const fails = ({ now }: Difference) => now === 'fail' || (strict && now === 'warn');
  if (ofKind(diff, 'newly failing').some(fails)) return 1;
  const blind = ofKind(diff, 'no longer judged').some(({ now }) => now !== undefined && now !== 'not-applicable');
  return !diff.now.complete || blind ? 3 : 0;
}
