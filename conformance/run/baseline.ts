import type { Baseline, CheckResult, Excuse, Run, ScenarioResult } from './model.ts';

/** A failure that somebody answers for: of which check or journey, where, why, and until when. */
export interface Expected extends Excuse {
  /** The id of a check or journey. */
  check: string;
  /** In this era only. */
  era?: string | undefined;
  /** Of this target only: its name in the configuration, its profile or its URL. */
  target?: string | undefined;
}

type Result = CheckResult | ScenarioResult;

const isBad = ({ verdict }: Result): boolean => verdict === 'fail' || verdict === 'warn';

/** In words: what is expected to fail, and where. */
export const placeOf = ({ check, era, target }: Expected): string => [check, target, era].filter(Boolean).join(' ');

/**
 * The run with each expected failure excused. An entry that passes wherever it was judged is stale, and one whose day has
 * gone by is expired and excuses nothing; one that nothing in the run is about says nothing. The day is the run's own.
 */
export function excuse(run: Run, expected: readonly Expected[]): Run {
  if (expected.length === 0) return run;
  const today = run.startedAt.slice(0, 10);
  const baseline: Baseline = { stale: [], expired: [] };
  const excuses = new Map<Result, Excuse>();
  const fits = createFit(run);
  for (const entry of expected) {
    const own = [...run.scenarios, ...run.checks].filter((result) => fits(entry, result));
    if (own.length === 0) continue;
    const judged = own.filter((result) => isBad(result) || result.verdict === 'pass');
    const isStale = judged.length > 0 && judged.length === own.length && !judged.some(isBad);
    if (isStale) baseline.stale.push(placeOf(entry));
    else if (entry.expires !== undefined && entry.expires < today)
      baseline.expired.push(`${placeOf(entry)} (${entry.expires})`);
    else for (const result of own.filter(isBad)) excuses.set(result, excuseOf(entry));
  }
  return { ...marked(run, excuses), baseline };
}

const createFit =
  ({ targets }: Run) =>
  ({ check, era, target }: Expected, result: Result): boolean => {
    if (result.id !== check || (era !== undefined && era !== result.era)) return false;
    const of = targets[result.target];
    // What does not apply somewhere was expected of nobody there.
    return (
      result.verdict !== 'not-applicable' && (target === undefined || [of?.name, of?.profile, of?.url].includes(target))
    );
  };

const excuseOf = ({ reason, owner, link, expires }: Expected): Excuse => ({
  reason,
  ...(owner ? { owner } : {}),
  ...(link ? { link } : {}),
  ...(expires ? { expires } : {}),
});

/** The run with these results excused; an excuse that was there stays. */
export function marked(run: Run, excuses: ReadonlyMap<Result, Excuse>): Run {
  const mark = <T extends Result>(result: T): T => {
    const excused = excuses.get(result);
    return excused ? { ...result, excused } : result;
  };
  return { ...run, checks: run.checks.map(mark), scenarios: run.scenarios.map(mark) };
}

/** Days that a new entry is good for, until somebody says otherwise. */
const DAYS = 30;

/** The baseline that this run would need: known entries that still fail, and each failure that nobody answers for yet. */
export function baselineOf(run: Run, known: readonly Expected[]): Expected[] {
  const fits = createFit(run);
  const all = [...run.scenarios, ...run.checks];
  const kept = known.filter((entry) => {
    const own = all.filter((result) => fits(entry, result));
    return own.length === 0 || own.some((result) => result.verdict !== 'pass');
  });
  const expires = new Date(Date.parse(run.startedAt) + DAYS * 86_400_000).toISOString().slice(0, 10);
  const fresh = all
    .filter(
      (result) => result.verdict === 'fail' && !result.excused?.isNew && !kept.some((entry) => fits(entry, result)),
    )
    .map((result): Expected => {
      const { name, profile = 'none', url = '' } = run.targets[result.target] ?? {};
      const crowded = new Set(run.targets.filter((one) => one.profile === profile).map((one) => one.url)).size > 1;
      const target = name ?? (crowded ? url : run.targets.some((one) => one.profile !== profile) ? profile : undefined);
      return {
        check: result.id,
        era: result.era,
        ...(target ? { target } : {}),
        reason: 'not looked into yet',
        expires,
      };
    });
  const seen = new Set<string>();
  return [...kept, ...fresh].filter((entry) => !seen.has(placeOf(entry)) && seen.add(placeOf(entry)));
}
