import { checks } from '../../conformance/checks/index.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { variedBy } from '../../conformance/stack/marks.ts';
import { variations } from '../../conformance/variations/index.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Variation } from '../../conformance/vocabulary/variation.ts';
import { ALL_PROFILES, gradeStack, isFine } from './prove.ts';

/** What one variation did to everything, in every profile and era. */
export interface VariationRow {
  variation: string;
  /** Checks and scenarios that passed and exchanged something that it had changed. */
  met: string[];
  /** What did not come out satisfied. */
  minded: string[];
}

/** Puts each of these variations before everything. */
export async function variationRows(names: readonly string[], tell: () => void): Promise<VariationRow[]> {
  const rows: VariationRow[] = [];
  for (const name of names) {
    const [met, minded] = [new Set<string>(), new Set<string>()];
    for (const profile of ALL_PROFILES) {
      const how = { variations: [variations.get(name)!] };
      const run = await gradeStack({ checks, scenarios: loadScenarios() }, profile, GRADED_ERAS, how);
      const changed = new Set(run.exchanges.filter((one) => variedBy(one).includes(name)).map(({ n }) => n));
      for (const { id, verdict, exchanges } of run.checks)
        if (verdict === 'pass' && exchanges.some((n) => changed.has(n))) met.add(id);
      for (const { id, verdict } of [...run.checks, ...run.scenarios]) if (!isFine(verdict)) minded.add(id);
    }
    rows.push({ variation: name, met: [...met].sort(), minded: [...minded].sort() });
    tell();
  }
  return rows;
}

const list = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join('<br>') || '–';

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

Each variation does something otherwise than the reference stack, and as legally. Every check and every scenario was run against
each, in both profiles and eras. Whoever names a variation must stay green, and must have read something that it changed; how
many did is counted, where \`npm run proof\` has tried it since it was added. What *minds* it warned or failed: a recommendation that the variation leaves aside, or what it forgoes.

${all.length} variations. ${checks.filter((check) => check.variations).length} checks name some; the others say why they name none (\`openbell explain CHECK\`).

| variation | what it does | allowed by | stay green | read what it changed | mind it |
|---|---|---|---|---|---|
${all.map((one) => lineOf(one, measured.get(one.name))).join('\n')}
`;
}

/** The page without what follows from the catalogue anew: its part about mutants. */
export const withoutVariations = (page: string): string => page.replace(/\n# Variations\n[\s\S]*$/, '');
