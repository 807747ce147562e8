import type {
  Blame,
  CheckResult,
  Excuse,
  Level,
  Run,
  ScenarioResult,
  Target,
  Verdict,
} from '../conformance/run/model.ts';

/** A check's or a journey's result, seen alike. */
export interface Result {
  kind: 'check' | 'journey';
  id: string;
  title: string;
  exercise: string;
  /** Journeys have none: they act out guides, not a clause. */
  level?: Level;
  era: string;
  target: number;
  verdict: Verdict;
  /** The step that stopped a journey, counted from 1. */
  step?: { number: number; says: string };
  blame?: Blame;
  expected?: string;
  seen?: string;
  reason?: string;
  remedy: string;
  blockedBy?: string;
  blockedAt?: string;
  missing?: string;
  /** Somebody answers for this failure. */
  excused?: Excuse;
  durationMs: number;
  source: CheckResult | ScenarioResult;
}

/** An error is no finding: the remedy of the check would send people to mend what may be whole. */
const ownError = 'This is an error of openbell, not a finding about the target: please report it, with `run.json`.';

const fromCheck = (check: CheckResult): Result => ({
  kind: 'check',
  ...check,
  remedy: check.verdict === 'error' ? ownError : check.remedy,
  source: check,
});

const fromScenario = (scenario: ScenarioResult): Result => {
  const broken = brokenStep(scenario);
  return {
    kind: 'journey',
    ...scenario,
    ...(broken && { step: { number: scenario.steps.indexOf(broken) + 1, says: broken.says } }),
    expected: broken?.expected,
    seen: broken?.seen,
    remedy: scenario.verdict === 'error' ? ownError : (scenario.remedy ?? ''),
    source: scenario,
  };
};

/** The step that stopped the journey: of one that went on, a witness that was not there stopped nothing. */
export const brokenStep = ({ steps, verdict }: ScenarioResult) =>
  verdict === 'pass' ? undefined : (steps.find((step) => step.verdict === verdict) ?? steps.find(isStop));

const isStop = ({ verdict }: ScenarioResult['steps'][number]) => verdict !== 'pass' && verdict !== 'not-run';

/** All results of a run, journeys first, in the order of the run. */
export const resultsOf = (run: Run): Result[] => [...run.scenarios.map(fromScenario), ...run.checks.map(fromCheck)];

/** Verdicts from the worst to the best. */
export const verdicts: readonly Verdict[] = [
  'fail',
  'error',
  'blocked',
  'warn',
  'untestable',
  'pass',
  'not-applicable',
];

/** The verdict that speaks for several. */
export const worst = (of: readonly Verdict[]): Verdict =>
  verdicts.find((verdict) => of.includes(verdict)) ?? 'not-applicable';

export { countVerdicts } from '../conformance/run/summary.ts';

/** A column of the report: a target in one era. */
export interface Column {
  target: number;
  era: string;
  profile: string;
  url: string;
}

/** Every target in every era, those that no result speaks of too. */
export const columnsOf = (run: Run): Column[] =>
  run.targets.flatMap((target, index) =>
    target.eras.map((era) => ({ target: index, era, profile: profileOf(target), url: target.url })),
  );

/** What the configuration calls a target, or the profile that was asked for, in words. */
export const profileOf = ({ name, profile }: Target) => name ?? (profile === 'none' ? 'no profile given' : profile);

/** What each URL lacks, once; where only some of its targets lack it, those are named. */
export const notOfferedOf = (run: Run): { url: string; lacks: string[] }[] =>
  [...new Set(run.targets.map((target) => target.url))].flatMap((url) => {
    const targets = run.targets.filter((target) => target.url === url);
    const lacks = [...new Set(targets.flatMap((target) => target.notOffered ?? []))].map((what) => {
      const lacking = targets.filter((target) => target.notOffered?.includes(what));
      const names = lacking.map((target) => `${profileOf(target)} · ${target.eras.join(', ')}`);
      return lacking.length === targets.length ? what : `${what} (${names.join('; ')})`;
    });
    return lacks.length === 0 ? [] : [{ url, lacks }];
  });

export const inColumn = (column: Column) => (result: { target: number; era: string }) =>
  result.target === column.target && result.era === column.era;

/** "static-client 2026-07-28"; the era alone where no profile was given. */
export const whereOf = (run: Run, { target, era }: { target: number; era: string }): string => {
  const { profile = 'none', name = profile } = run.targets[target] ?? {};
  return name === 'none' ? era : `${name} ${era}`;
};

/** A reason with a capital at its beginning, unless that is a URL, and a stop at its end. */
export const asSentence = (text: string) =>
  text.replace(/^(?!https?:)./u, (letter) => letter.toUpperCase()).replace(/[^.!?…]$/u, '$&.');

/** "11 %": never rounded up to a hundred. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.floor((part / whole) * 100)} %`;

/** 950 → "950 ms", 2300 → "2.3 s". */
export const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** "the desk mends it in March (owner: ann, until 2027-03-31, https://…)". */
export const excuseInWords = ({ reason, owner, expires, link }: Excuse): string => {
  const more = [owner && `owner: ${owner}`, expires && `until ${expires}`, link].filter(Boolean);
  return more.length > 0 ? `${reason} (${more.join(', ')})` : reason;
};
