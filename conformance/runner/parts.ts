import type { Scenario } from '../scenarios/scenario.ts';
import type { Check } from '../vocabulary/check.ts';

/** A part of the work: what is graded one by one, or several at a time, from one state of the target. */
export interface Part {
  checks: Check[];
  scenarios: readonly Scenario[];
  /** Each begins with a target that nobody has used up. */
  exclusive: boolean;
}

/** Checks with those that they build on before them, and those that use up a limit last, else in catalogue order. */
function controlsFirst(checks: readonly Check[]): Check[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const ordered = new Set<Check>();
  const put = (check: Check) => {
    for (const id of check.dependsOn ?? []) if (byId.has(id) && !ordered.has(byId.get(id)!)) put(byId.get(id)!);
    ordered.add(check);
  };
  // A gateway that counts wrongly would be in the way of the others.
  const usesUp = (check: Check) => Number(check.judges === 'limits');
  for (const check of checks.toSorted((a, b) => usesUp(a) - usesUp(b))) put(check);
  return [...ordered];
}

/** Those that wait beside the others first, and what they build on before them. */
const earlyFirst = (checks: readonly Check[]): Check[] =>
  controlsFirst(checks.toSorted((a, b) => Number(b.takesTime ?? false) - Number(a.takesTime ?? false)));

/**
 * The parts of the work on one target. They can take place one after the other, or side by side on copies of it: no
 * check of the first part waits for one of the second. Where no clock can be moved, what takes time begins first.
 */
export function partsOf(checks: readonly Check[], scenarios: readonly Scenario[], clockIsMoved: boolean): Part[] {
  const ordered = clockIsMoved ? controlsFirst(checks) : earlyFirst(checks);
  const alone = new Set<string>();
  for (const check of ordered) {
    const builds = check.dependsOn?.some((id) => alone.has(id)) ?? false;
    const waits = check.takesTime && !clockIsMoved;
    if ((check.lane === 'exclusive' && !waits) || builds) alone.add(check.id);
  }
  return [
    { checks: ordered.filter(({ id }) => !alone.has(id)), scenarios: [], exclusive: false },
    { checks: ordered.filter(({ id }) => alone.has(id)), scenarios: [], exclusive: true },
    { checks: [], scenarios, exclusive: true },
  ].filter((part) => part.checks.length + part.scenarios.length > 0);
}
