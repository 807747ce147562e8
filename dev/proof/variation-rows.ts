import { checks } from '../../conformance/checks/index.ts';
import type { ProfileId } from '../../conformance/profiles/index.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { variedBy } from '../../conformance/stack/marks.ts';
import { rounds, variations } from '../../conformance/variations/index.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Variation } from '../../conformance/vocabulary/variation.ts';
import { ALL_PROFILES, gradeStack, isFine, isViolated } from './prove.ts';

/** What one variation did to everything, in every profile and era. */
export interface VariationRow {
  variation: string;
  /** Checks and scenarios that passed and exchanged something that it had changed. */
  met: string[];
  /** What did not come out satisfied, and how where it did not fail or warn. */
  minded: string[];
}

/**
 * Puts everything before those of these variations that are of one round, all at once; who minds them is put before each
 * of them alone, so that nothing is held against its company.
 */
export async function variationRows(names: readonly string[], tell: (done: number) => void): Promise<VariationRow[]> {
  const rows: VariationRow[] = [];
  for (const round of rounds) {
    const those = round.filter(({ name }) => names.includes(name));
    const found = new Map(those.map(({ name }) => [name, { met: new Set<string>(), minded: new Set<string>() }]));
    for (const profile of those.length > 0 ? ALL_PROFILES : []) {
      const troubled = await tryAll(profile, those, [], found);
      for (const one of those.length > 1 && troubled.length > 0 ? those : [])
        await tryAll(profile, [one], troubled, found);
    }
    for (const [variation, { met, minded }] of found)
      rows.push({ variation, met: [...met].sort(), minded: [...minded].sort() });
    tell(rows.length);
  }
  return rows;
}

type Found = ReadonlyMap<string, { met: Set<string>; minded: Set<string> }>;

/** Grades one profile in all eras with these variations, notes who met each, and returns who minded any; of one, notes that, too. */
async function tryAll(
  profile: ProfileId,
  those: readonly Variation[],
  only: readonly string[],
  found: Found,
): Promise<string[]> {
  const run = await gradeStack(
    { checks, scenarios: loadScenarios() },
    profile,
    GRADED_ERAS.filter((era) => those.every(({ eras }) => eras?.includes(era) ?? true)),
    { variations: those, only },
  );
  const changedBy = new Map<number, string[]>(run.exchanges.map((one) => [one.n, variedBy(one)]));
  for (const { id, verdict, exchanges } of run.checks)
    if (verdict === 'pass')
      for (const n of exchanges) for (const name of changedBy.get(n) ?? []) found.get(name)?.met.add(id);
  const troubled = [...run.checks, ...run.scenarios].filter(({ verdict }) => !isFine(verdict));
  const [alone, ...company] = those;
  if (company.length === 0)
    for (const { id, verdict } of troubled)
      found.get(alone!.name)!.minded.add(isViolated(verdict) ? id : `${id} (${verdict})`);
  return troubled.map(({ id }) => id);
}

const list = (ids: readonly string[]): string => ids.map((id) => id.replace(/^\S+/, '`$&`')).join('<br>') || '–';

/** What was measured of one: how many read what it changed, and what minded it. */
type Measured = readonly [met: string, minded: string];

function lineOf({ name, does, allowedBy }: Variation, [met, minded]: Measured = ['', '']): string {
  const naming = checks.filter((check) => check.variations?.includes(name)).map(({ id }) => id);
  return `| **${name}** | ${does} | ${allowedBy} | ${list(naming)} | ${met} | ${minded} |`;
}

/** The part of the page about variations; what the page `before` says of those that were not tried now is kept. */
export function variationPage(rows: readonly VariationRow[], before: string): string {
  const kept = [...before.matchAll(/^\| \*\*([a-z0-9-]+)\*\* \|(?:[^|]*\|){3} ([^|]*) \| ([^|]*) \|$/gm)];
  const measured = new Map<string, Measured>([
    ...kept.map(([, name, met, minded]): [string, Measured] => [name!, [met!, minded!]]),
    ...rows.map(({ variation, met, minded }): [string, Measured] => [variation, [`${met.length}`, list(minded)]]),
  ]);
  const all = [...variations.values()].sort((a, b) => a.name.localeCompare(b.name));
  return `
# Variations

Each variation does something otherwise than the reference stack, and as legally. Every check and every scenario was run before
those of one round together, in every profile and era, and what did not like that before each of them alone. Whoever names a
variation must stay green, and must have read something that it changed; how many did is counted, where \`npm run proof\` has tried it
since it was added. What *minds* it warned, failed or could not be judged: a recommendation that the variation leaves aside, or what it forgoes.

${all.length} variations. ${checks.filter((check) => check.variations).length} checks name some; the others say why they name none (\`openbell explain CHECK\`).

| variation | what it does | allowed by | stay green | read what it changed | mind it |
|---|---|---|---|---|---|
${all.map((one) => lineOf(one, measured.get(one.name))).join('\n')}
`;
}

/** The page without what follows from the catalogue anew: its part about mutants. */
export const withoutVariations = (page: string): string => page.replace(/\n# Variations\n[\s\S]*$/, '');
