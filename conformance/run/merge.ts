import type { CheckResult, Exchange, Run, ScenarioResult, Summary, Target } from './model.ts';

/**
 * Puts runs together as if they had been one: results of the same URL, profile and era stand under one target,
 * exchanges are numbered through. The first run gives the tool and the start.
 */
export function mergeRuns(runs: readonly [Run, ...Run[]]): Run {
  const [first, ...others] = runs;
  if (others.length === 0) return first;
  const targets: Target[] = [];
  const parts = runs.map((run) => {
    const indices = run.targets.map((target) => indexOf(target, targets));
    return { run, indices };
  });
  let offset = 0;
  const checks: CheckResult[] = [];
  const scenarios: ScenarioResult[] = [];
  const exchanges: Exchange[] = [];
  for (const { run, indices } of parts) {
    const shift = (n: number) => n + offset;
    checks.push(...run.checks.map((result) => shiftCheck(result, indices, shift)));
    scenarios.push(...run.scenarios.map((result) => shiftScenario(result, indices, shift)));
    exchanges.push(...run.exchanges.map((exchange) => ({ ...exchange, n: shift(exchange.n) })));
    offset += Math.max(0, ...run.exchanges.map((exchange) => exchange.n));
  }
  const means = Object.assign({}, ...runs.map((run) => run.means));
  const unfinished = runs.filter((run) => !run.complete);
  const reasons = [...new Set(unfinished.map((run) => run.incompleteBecause ?? 'a run stopped early'))];
  return {
    ...first,
    durationMs: runs.reduce((sum, run) => sum + run.durationMs, 0),
    complete: unfinished.length === 0,
    ...(reasons.length > 0 ? { incompleteBecause: reasons.join('; ') } : {}),
    targets,
    summary: runs.map((run) => run.summary).reduce(add),
    checks,
    scenarios,
    means,
    exchanges,
    coverage: mergeCoverage(runs),
    ledger: mergeLedgers(runs),
  };
}

function indexOf(target: Target, targets: Target[]): number {
  const same = (other: Target) =>
    other.url === target.url && other.profile === target.profile && String(other.eras) === String(target.eras);
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

const add = (a: Summary, b: Summary): Summary =>
  Object.fromEntries(
    Object.keys(a).map((key) => [key, a[key as keyof Summary] + b[key as keyof Summary]]),
  ) as unknown as Summary;

function mergeCoverage(runs: readonly Run[]): Run['coverage'] {
  const merged = new Map<string, Run['coverage'][number]>();
  for (const clause of runs.flatMap((run) => run.coverage)) {
    const known = merged.get(clause.id)?.checks ?? [];
    merged.set(clause.id, { ...clause, checks: [...new Set([...known, ...clause.checks])] });
  }
  return [...merged.values()];
}

function mergeLedgers(runs: readonly Run[]): Run['ledger'] {
  const counts = new Map<string, number>();
  for (const { action, count } of runs.flatMap((run) => run.ledger))
    counts.set(action, (counts.get(action) ?? 0) + count);
  return [...counts].map(([action, count]) => ({ action, count }));
}
