import { currentId } from '../checks/renamed.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Check } from '../vocabulary/check.ts';
import type { RunTarget } from './options.ts';

interface Selection {
  only?: string[];
  skip?: string[];
}

/** What stands before the slash. */
export const exerciseOf = (id: string): string => id.slice(0, Math.max(id.indexOf('/'), 0)) || id;

const globOf = (pattern: string): RegExp => {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`);
};

/** True of an id that one of the patterns names: the id itself or an older one, its exercise, or a glob with `*`. */
export function matcherOf(patterns: readonly string[]): (id: string) => boolean {
  const ids = new Set(patterns.map(currentId));
  const exercises = new Set(patterns.map((pattern) => pattern.replace(/\/$/, '')));
  const globs = patterns.filter((pattern) => pattern.includes('*')).map(globOf);
  return (id) => ids.has(id) || exercises.has(exerciseOf(id)) || globs.some((glob) => glob.test(id));
}

function chooserOf({ only, skip = [] }: Selection): (id: string) => boolean {
  const isWanted = only?.length ? matcherOf(only) : () => true;
  const isLeftOut = matcherOf(skip);
  return (id) => isWanted(id) && !isLeftOut(id);
}

/** The checks asked for, with their positive controls and with those that they observe, in catalogue order. */
export function selectChecks({ checks, ...selection }: Selection & { checks: readonly Check[] }): Check[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const wanted = new Set<Check>();
  const want = (check: Check) => {
    if (wanted.has(check)) return;
    wanted.add(check);
    for (const id of [...(check.dependsOn ?? []), ...(check.ridesOn ?? [])]) {
      const control = byId.get(id);
      if (control) want(control);
    }
  };
  const isChosen = chooserOf(selection);
  for (const check of checks) if (isChosen(check.id)) want(check);
  return checks.filter((check) => wanted.has(check));
}

/** The journeys asked for. */
export function selectScenarios({
  scenarios,
  ...selection
}: Selection & { scenarios: readonly Scenario[] }): Scenario[] {
  const isChosen = chooserOf(selection);
  return scenarios.filter(({ id }) => isChosen(id));
}

const gatewayOf = ({ gateway, url }: RunTarget): string => gateway ?? url;

/** The index of the first target that is the same gateway. */
export const firstOf = (targets: readonly RunTarget[], index: number): number =>
  targets.findIndex((target) => gatewayOf(target) === gatewayOf(targets[index]!));

/** The checks to grade on one of the targets. */
export function checksOf(
  selection: Selection & { checks: readonly Check[]; targets: readonly RunTarget[] },
  index: number,
): Check[] {
  const { targets } = selection;
  const isFirst = firstOf(targets, index) === index;
  return selectChecks(selection).filter((check) => isFirst || check.per !== 'url');
}
