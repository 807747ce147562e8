import { checks } from '../../conformance/checks/index.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { variedBy } from '../../conformance/stack/marks.ts';
import { variations } from '../../conformance/variations/index.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
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

function lineOf({ variation, met, minded }: VariationRow): string {
  const { does, allowedBy } = variations.get(variation)!;
  const naming = checks.filter((check) => check.variations?.includes(variation)).map(({ id }) => id);
  return `| **${variation}** | ${does} | ${allowedBy} | ${list(naming)} | ${met.length} | ${list(minded)} |`;
}

/** The part of the page about variations; of the page `before`, rows of those that were not tried now are kept. */
export function variationPage(rows: readonly VariationRow[], before: string): string {
  const kept = [...before.matchAll(/^\| \*\*([a-z0-9-]+)\*\* \|.*$/gm)].map(([line, name]) => [name!, line] as const);
  const lines = new Map([...kept, ...rows.map((row) => [row.variation, lineOf(row)] as const)]);
  const names = [...variations.keys()].filter((name) => lines.has(name)).sort((a, b) => a.localeCompare(b));
  return `
# Variations

Each variation does something otherwise than the reference stack, and as legally. Every check and every scenario was run against
each, in both profiles and eras. Whoever names a variation must stay green, and must have read something that it changed; how
many more did is counted. What *minds* it warned or failed: a recommendation that the variation leaves aside, or what it forgoes.

${names.length} variations.

| variation | what it does | allowed by | stay green | read what it changed | mind it |
|---|---|---|---|---|---|
${names.map((name) => lines.get(name)).join('\n')}
`;
}
