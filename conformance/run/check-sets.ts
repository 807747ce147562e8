import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../files/package-root.ts';
import { marked } from './baseline.ts';
import type { CheckResult, Excuse, Run, ScenarioResult } from './model.ts';

// A set is what there was to grade in a month. It is frozen: an upgrade of openbell adds checks, and fails nobody who
// has named a set in `checks`, before they raise it.

const folder = join(packageRoot, 'conformance/sets');

/** The names of all sets, the oldest first: `2026.11`. */
export const setNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

/** Ids of the checks and journeys of a set, as they were then. */
export const readSet = (name: string): string[] =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as string[];

/** The run with what is not among `known` marked as new since the set: it is shown, and counts for nothing. */
export function frozenTo(run: Run, set: string, known: ReadonlySet<string>): Run {
  const all = [...run.scenarios, ...run.checks];
  const ids = [...new Set(all.map(({ id }) => id))].filter((id) => !known.has(id));
  if (ids.length === 0) return { ...run, newSince: { set, ids } };
  const excuse: Excuse = { reason: `new since ${set}: does not count before “checks” is raised`, isNew: true };
  const isBad = ({ id, verdict }: CheckResult | ScenarioResult) =>
    ids.includes(id) && ['fail', 'warn', 'error', 'blocked'].includes(verdict);
  const excuses = new Map(all.filter(isBad).map((result) => [result, excuse]));
  return { ...marked(run, excuses), newSince: { set, ids } };
}
