import type { CheckResult, Exchange, Run, ScenarioResult, Target, Verdict } from './model.ts';
import { missingShards } from './shard.ts';
import { countVerdicts } from './summary.ts';

/**
 * Puts runs together as if they had been one: results of the same URL, profile and era stand under one target, what was
 * judged in several stands once, by its worst, and exchanges are numbered through. A run that is given twice counts once. The
 * first run gives the tool and the start. `order` is that of ids; shards know it.
 */
export function mergeRuns(given: readonly [Run, ...Run[]], order: readonly string[] = orderOf(given)): Run {
  const runs = withoutTwins(given);
  const [first, ...others] = runs as [Run, ...Run[]];
  if (others.length === 0) return first;
  const targets: Target[] = [];
  const indices = runs.map((run) => run.targets.map((target) => indexOf(target, targets)));
  let offset = 0;
  const checks: CheckResult[] = [];
  const scenarios: ScenarioResult[] = [];
  const exchanges: Exchange[] = [];
  for (const [at, run] of runs.entries()) {
    const before = offset;
    const shift = (n: number) => n + before;
    for (const result of run.checks) checks.push(shiftCheck(result, indices[at]!, shift));
    for (const result of run.scenarios) scenarios.push(shiftScenario(result, indices[at]!, shift));
    for (const exchange of run.exchanges) exchanges.push({ ...exchange, n: shift(exchange.n) });
    offset += run.exchanges.reduce((most, { n }) => Math.max(most, n), 0);
  }
  const means = Object.assign({}, ...runs.map((run) => run.means));
  // What differs from an earlier run is another thing for the whole.
  const { shard: _, incompleteBecause: __, against: ___, ...whole } = first;
  const reasons = whyUnfinished(runs);
  const sorted = { checks: eachOnce(checks, order), scenarios: eachOnce(scenarios, order) };
  return {
    ...whole,
    durationMs: runs.reduce((sum, run) => sum + run.durationMs, 0),
    complete: reasons.length === 0,
    ...(reasons.length > 0 ? { incompleteBecause: reasons.join('; ') } : {}),
    targets,
    summary: countVerdicts([...sorted.checks, ...sorted.scenarios]),
    ...sorted,
    means,
    exchanges,
    coverage: mergeCoverage(runs),
    ledger: mergeLedgers(runs),
  };
}

const orderOf = (runs: readonly Run[]): string[] => runs.find((run) => run.shard)?.shard?.ids ?? [];

/** Each run once: the same results at the same time, measured alike, are the same run. */
function withoutTwins(runs: readonly Run[]): Run[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const { startedAt, durationMs, targets, shard, ledger, exchanges } = run;
    const results = [...run.checks, ...run.scenarios].map(({ id, verdict, durationMs: ms }) => [id, verdict, ms]);
    const key = JSON.stringify([startedAt, durationMs, targets, shard?.index, ledger, exchanges.length, results]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Why the whole is not complete: a part stopped early, or is not here. */
function whyUnfinished(runs: readonly Run[]): string[] {
  const missing = missingShards(runs.flatMap(({ shard }) => shard ?? []));
  const stopped = runs.filter((run) => !run.complete).map((run) => run.incompleteBecause ?? 'a run stopped early');
  return [...new Set(stopped), ...missing.map((n) => `shard ${n} is missing`)];
}

/** What was seen in one part holds, whatever another could not look at. */
const strength: readonly Verdict[] = ['fail', 'error', 'warn', 'pass', 'blocked', 'untestable', 'not-applicable'];

/** Each result once, by its worst, in the order of targets and then of ids; what the order does not know stays behind. */
function eachOnce<T extends CheckResult | ScenarioResult>(results: readonly T[], order: readonly string[]): T[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const kept = new Map<string, T>();
  for (const result of results) {
    const key = `${result.target} ${result.era} ${result.id}`;
    const known = kept.get(key);
    if (!known || strength.indexOf(result.verdict) < strength.indexOf(known.verdict)) kept.set(key, result);
  }
  const place = ({ id }: T) => places.get(id) ?? order.length;
  return [...kept.values()].sort((a, b) => a.target - b.target || place(a) - place(b));
}

function indexOf(target: Target, targets: Target[]): number {
  const same = (other: Target) =>
    other.url === target.url &&
    other.name === target.name &&
    other.profile === target.profile &&
    String(other.eras) === String(target.eras);
  const found = targets.findIndex(same);
  if (found < 0) return targets.push(target) - 1;
  // Lost once, it was lost to all of them.
  if (target.lost !== undefined) targets[found] = { ...targets[found]!, lost: target.lost };
  return found;
}

const shiftCheck = (result: CheckResult, indices: number[], shift: (n: number) => number): CheckResult => ({
  ...result,
  target: indices[result.target] ?? result.target,
  exchanges: result.exchanges.map(shift),
  ...(result.finding === undefined ? {} : { finding: shift(result.finding) }),
});

const shiftScenario = (result: ScenarioResult, indices: number[], shift: (n: number) => number): ScenarioResult => ({
  ...result,
  target: indices[result.target] ?? result.target,
  steps: result.steps.map((step) => ({
    ...step,
    exchanges: step.exchanges.map(shift),
    story: step.story.map((line) => (line.exchange === undefined ? line : { ...line, exchange: shift(line.exchange) })),
  })),
});

function mergeCoverage(runs: readonly Run[]): Run['coverage'] {
  const merged = new Map<string, { clause: Run['coverage'][number]; checks: Set<string> }>();
  for (const clause of runs.flatMap((run) => run.coverage)) {
    const known = merged.get(clause.id) ?? { clause, checks: new Set<string>() };
    for (const id of clause.checks) known.checks.add(id);
    merged.set(clause.id, known);
  }
  return [...merged.values()].map(({ clause, checks }) => ({ ...clause, checks: [...checks] }));
}

function mergeLedgers(runs: readonly Run[]): Run['ledger'] {
  const counts = new Map<string, number>();
  for (const { action, count } of runs.flatMap((run) => run.ledger))
    counts.set(action, (counts.get(action) ?? 0) + count);
  return [...counts].map(([action, count]) => ({ action, count }));
}
