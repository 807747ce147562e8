import { clauseIn, coverage } from '../clauses/clauses.ts';
import { TimeIsUp } from '../help/failures.ts';
import type { Blame, CheckResult, Exchange, Run, ScenarioResult, StepResult, Verdict } from '../run/model.ts';
import { countVerdicts } from '../run/summary.ts';
import { said } from '../run/visible.ts';
import type { TargetContext } from '../stage/target.ts';
import { MEANS, type Means } from '../vocabulary/means.ts';
import type { Answerer } from '../vocabulary/observation.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { Recorder } from '../wire/recorder.ts';
import { notOffered } from './applies.ts';
import type { GradedCheck } from './grade-check.ts';
import type { GradedScenario } from './grade-scenario.ts';
import type { RunOptions } from './options.ts';
import { type Clean, cleanExchange, cleanStep, createCleaner } from './redact.ts';
import { exerciseOf } from './select.ts';

/** Everything that grading one target gave. */
export interface TargetResults {
  context: TargetContext;
  checks: GradedCheck[];
  scenarios: GradedScenario[];
  /** Why it could not be reached any more. */
  lost: string | undefined;
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

/** What the results lack, in words and as lines of the configuration: a report knows the run and nothing else. */
const meansOf = (results: readonly { missing?: string }[]): Run['means'] =>
  Object.fromEntries(
    [...new Set(results.flatMap(({ missing }) => missing ?? []))]
      .filter((name): name is Means => Object.hasOwn(MEANS, name))
      .map((name) => [name, MEANS[name]]),
  );

const blameOf = ({ blame = 'gateway' }: GradedCheck['check'], by?: Answerer): Blame => (by === 'broker' ? by : blame);

/** What a run says of itself that is still under way, or whose process was ended. */
export const NOT_OVER = 'the run had not come to its end when this was written';

const whyStopped = (signal: AbortSignal | undefined): string[] =>
  signal?.aborted ? [signal.reason instanceof TimeIsUp ? signal.reason.message : 'the run was interrupted'] : [];

const withoutEvidence = (step: StepResult): StepResult => ({
  ...step,
  story: step.story.map(({ who, what }) => ({ who, what })),
  exchanges: [],
});

/** What the drafts of a run have in common: a result that stood in one is the same in the next. */
export interface Drafts {
  clean: Clean;
  checks: WeakMap<GradedCheck, CheckResult>;
  scenarios: WeakMap<GradedScenario, ScenarioResult>;
}

export const createDrafts = (options: RunOptions, secrets: Secrets): Drafts => ({
  clean: createCleaner(options, secrets),
  checks: new WeakMap(),
  scenarios: new WeakMap(),
});

/**
 * Puts the results of all targets into one run: exchanges numbered through, secrets replaced. One of the `drafts` leaves
 * the recorders as they are, and the exchanges out.
 */
export function assemble(
  options: RunOptions,
  results: TargetResults[],
  secrets: Secrets,
  ms: number,
  drafts?: Drafts,
): Run {
  const isWhole = drafts === undefined;
  const clean = drafts?.clean ?? createCleaner(options, secrets);
  /** Sentences, which hold words of the target. */
  const told = (text: string): string => said(clean(text));
  const exchanges: Exchange[] = [];
  const offsets = new Map<Recorder, number>();
  const evidence = new Set(results.flatMap((one) => one.checks.map(({ shownBy }) => shownBy?.exchange)));
  /** Takes the exchanges over, which leaves the recorder empty: a run of thousands is not kept twice. */
  const adopt = (recorder: Recorder, verdict: Verdict): { offset: number; numbers: number[] } => {
    if (!isWhole) return { offset: 0, numbers: [] };
    const offset = exchanges.length;
    const kept = verdict === 'pass' ? 'fine' : 'found';
    const raw = recorder.exchanges.splice(0);
    offsets.set(recorder, offset);
    for (const one of raw) {
      const most = evidence.has(one) ? 'found' : kept;
      exchanges.push(cleanExchange(one, offset + one.n, most, clean, secrets.label));
    }
    return { offset, numbers: raw.map(({ n }) => n + offset) };
  };
  const optional = (values: Record<string, string | undefined>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, told(value)]])),
    );

  const checks: CheckResult[] = [];
  const observed: { result: CheckResult; shownBy: NonNullable<GradedCheck['shownBy']> }[] = [];
  const scenarios: ScenarioResult[] = [];
  for (const [target, result] of results.entries()) {
    for (const graded of result.checks) {
      const before = drafts?.checks.get(graded);
      if (before) {
        checks.push(before);
        continue;
      }
      const { check, standing, verdict, recorder, finding, expected, seen, reason } = graded;
      const { blockedBy, blockedAt, missing, shownBy, ms: took } = graded;
      const { offset, numbers } = adopt(recorder, verdict);
      checks.push({
        id: check.id,
        title: check.title,
        exercise: exerciseOf(check.id),
        level: standing.level,
        era: result.context.era,
        target,
        verdict,
        clauses: check.clauses.map((id) => clauseIn(id, result.context.era)?.id ?? id),
        ...(verdict === 'fail' || verdict === 'warn' ? { blame: blameOf(check, shownBy?.by) } : {}),
        ...(blockedBy ? { blockedBy } : {}),
        ...(blockedAt ? { blockedAt } : {}),
        ...(missing ? { missing } : {}),
        ...optional({ expected, seen, reason }),
        remedy: check.remedy,
        durationMs: round(took),
        exchanges: numbers,
        ...(finding && numbers.includes(finding + offset) ? { finding: finding + offset } : {}),
      });
      drafts?.checks.set(graded, checks.at(-1)!);
      if (shownBy && isWhole) observed.push({ result: checks.at(-1)!, shownBy });
    }
    for (const graded of result.scenarios) {
      const before = drafts?.scenarios.get(graded);
      if (before) {
        scenarios.push(before);
        continue;
      }
      const { offset } = adopt(graded.recorder, graded.verdict);
      scenarios.push({
        id: graded.scenario.id,
        title: graded.scenario.title,
        exercise: exerciseOf(graded.scenario.id),
        era: result.context.era,
        target,
        verdict: graded.verdict,
        guide: graded.scenario.guide,
        ...(graded.verdict === 'fail' ? { blame: 'gateway' as const } : {}),
        ...(graded.missing ? { missing: graded.missing } : {}),
        ...(graded.blockedBy ? { blockedBy: graded.blockedBy } : {}),
        ...(graded.blockedAt ? { blockedAt: graded.blockedAt } : {}),
        ...optional({ reason: graded.reason, remedy: graded.scenario.remedy }),
        durationMs: round(graded.ms),
        steps: graded.steps.map((step) => cleanStep(isWhole ? step : withoutEvidence(step), offset, told)),
      });
      drafts?.scenarios.set(graded, scenarios.at(-1)!);
    }
  }
  for (const { result, shownBy } of observed) {
    result.finding = offsets.get(shownBy.recorder)! + shownBy.exchange.n;
    if (!result.exchanges.includes(result.finding)) result.exchanges.push(result.finding);
  }
  const ledger = new Map<string, number>();
  for (const { sideEffects } of results.map(({ context }) => context))
    for (const [action, count] of sideEffects) ledger.set(action, (ledger.get(action) ?? 0) + count);
  const lost = new Map(
    results.flatMap(({ context, lost: why }) => (why === undefined ? [] : [[context.mcpUrl, told(why)] as const])),
  );
  const unfinished = [
    ...[...lost].map(([url, why]) => `${clean(url)} cannot be reached any more: ${why}`),
    ...whyStopped(options.signal),
    ...(isWhole ? [] : [NOT_OVER]),
  ];
  return {
    schema: 'openbell.run/1',
    tool: { name: 'openbell', version: options.version },
    startedAt: options.startedAt,
    durationMs: Math.round(ms),
    complete: unfinished.length === 0,
    ...(unfinished.length > 0 ? { incompleteBecause: unfinished.join('; ') } : {}),
    ...(options.asked ? { asked: options.asked } : {}),
    targets: results.map(({ context }) => ({
      url: clean(context.mcpUrl),
      profile: context.profile?.id ?? 'none',
      eras: [context.era],
      facts: context.survey.facts.map(({ fact, is }) => ({ fact, is: told(is) })),
      notOffered: notOffered(context),
      ...(lost.has(context.mcpUrl) ? { lost: lost.get(context.mcpUrl)! } : {}),
    })),
    summary: countVerdicts([...checks, ...scenarios]),
    checks,
    scenarios,
    means: meansOf([...checks, ...scenarios]),
    exchanges,
    coverage: coverage(options.checks),
    ledger: [...ledger].map(([action, count]) => ({ action, count })),
  };
}
