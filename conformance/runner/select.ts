import { currentId } from '../checks/renamed.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Check } from '../vocabulary/check.ts';
import type { RunTarget } from './options.ts';

interface Selection {
  only?: string[];
  skip?: string[];
}

const globs = new Map<string, RegExp>();

function globOf(pattern: string): RegExp {
  const known = globs.get(pattern);
  if (known) return known;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const made = new RegExp(`^${escaped}$`);
  globs.set(pattern, made);
  return made;
}

/** True when `pattern` names `id`: the id itself or an older one, its exercise, or a glob with `*`. */
export const matches = (id: string, pattern: string): boolean =>
  currentId(pattern) === id ||
  id.startsWith(`${pattern.replace(/\/$/, '')}/`) ||
  (pattern.includes('*') && globOf(pattern).test(id));

const chosen = (id: string, { only, skip }: Selection): boolean =>
  (!only?.length || only.some((pattern) => matches(id, pattern))) && !skip?.some((pattern) => matches(id, pattern));

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
  for (const check of checks) if (chosen(check.id, selection)) want(check);
  return checks.filter((check) => wanted.has(check));
}

export const selectScenarios = ({
  scenarios,
  ...selection
}: Selection & { scenarios: readonly Scenario[] }): Scenario[] =>
  scenarios.filter((scenario) => chosen(scenario.id, selection));

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
