import { checks } from '../../conformance/checks/index.ts';
import type { Verdict } from '../../conformance/run/model.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import {
  canShow,
  isShown,
  type ListedMutant,
  mustShow,
  mutantCatalogue,
} from '../../conformance/stack/mutant-catalogue.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Mutant } from '../../conformance/vocabulary/mutant.ts';
import { ALL_PROFILES, type Catalogue, gradeStack, isViolated, type Place } from './prove.ts';

/** What one mutant did to everything, in the profile and era where it was tried. */
export interface MatrixRow {
  mutant: string;
  /** The behaviour that it replaces, or the edge whose answers it rewrites. */
  sin: string;
  profile: string;
  era: string;
  claimedBy: string[];
  /** What those who claim it must come to. */
  must: 'fail' | 'warn';
  /** Everything that came out violated. */
  violated: string[];
  /** How many checks were blocked, since their controls failed. */
  blocked: number;
  errors: string[];
}

/** Runs this share of the mutants, of those with these names where some are given, each against everything; calls `tell` after each. */
export async function matrix(
  share: number,
  of: number,
  names: readonly string[],
  tell: (done: number, total: number) => void,
): Promise<MatrixRow[]> {
  const catalogue = { checks, scenarios: loadScenarios() };
  const wanted = [...mutantCatalogue(checks, catalogue.scenarios).values()].filter(
    ({ mutant }) => isShown(mutant) && (names.length === 0 || names.includes(mutant.name)),
  );
  const mutants = wanted.filter((_, n) => n % of === share);
  if (mutants.length === 0) return [];
  const sound = await gradeSound(catalogue);
  const rows: MatrixRow[] = [];
  for (const listed of mutants) {
    const { mutant, claimedBy } = listed;
    const possible = sound.filter(({ where }) => canShow(mutant, where.profile));
    const having = (ids: 'passed' | 'exempt') => possible.filter((one) => claimedBy.some((id) => one[ids].has(id)));
    // What the sound stack does not have at all is there with the sin alone.
    const places = having('passed').length > 0 ? having('passed') : having('exempt');
    let row: Omit<MatrixRow, 'must'> | undefined;
    for (const { where } of places) {
      row = await tryEverything(catalogue, where, mutant, claimedBy);
      if (claimedBy.some((id) => row?.violated.includes(id))) break;
    }
    if (!row) throw new Error(`no check or scenario that claims ${mutant.name} passes before the sound stack`);
    rows.push({ ...row, must: mustShow(listed, checks) });
    tell(rows.length, mutants.length);
  }
  return rows;
}

/** What passes before the sound stack, and what does not apply to it. */
interface Sound {
  where: Place;
  passed: Set<string>;
  exempt: Set<string>;
}

/** The same in each profile and era, the newer era first. */
async function gradeSound(catalogue: Catalogue): Promise<Sound[]> {
  const found: Sound[] = [];
  for (const profile of ALL_PROFILES) {
    for (const era of GRADED_ERAS.toReversed()) {
      const run = await gradeStack(catalogue, profile, [era]);
      const results = [...run.checks, ...run.scenarios];
      const having = (wanted: Verdict) => new Set(results.filter((one) => one.verdict === wanted).map(({ id }) => id));
      found.push({ where: { profile, era }, passed: having('pass'), exempt: having('not-applicable') });
    }
  }
  return found;
}

async function tryEverything(
  catalogue: Catalogue,
  where: Place,
  mutant: Mutant,
  claimedBy: string[],
): Promise<Omit<MatrixRow, 'must'>> {
  const run = await gradeStack(catalogue, where.profile, [where.era], { mutants: [mutant] });
  const results = [...run.checks, ...run.scenarios];
  return {
    mutant: mutant.name,
    sin: Object.keys(mutant.replaces ?? {})[0] ?? `answers of the ${mutant.rewrites?.at}`,
    ...where,
    claimedBy,
    violated: results.filter((one) => isViolated(one.verdict)).map((one) => one.id),
    blocked: results.filter((one) => one.verdict === 'blocked').length,
    errors: results.filter((one) => one.verdict === 'error').map((one) => one.id),
  };
}

const list = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join('<br>') || '–';

const lineOf = (row: MatrixRow): string => {
  const beyond = row.violated.filter((id) => !row.claimedBy.includes(id));
  const where = `${row.profile} ${row.era}`;
  return `| \`${row.mutant}\` | \`${row.sin}\` | ${where} | ${row.must} | ${list(row.claimedBy)} | ${list(beyond)} | ${row.blocked || '–'} |`;
};

/** The rows of a page that was written before, by the name of the mutant; what it must come to is said anew. */
const linesOf = (page: string, catalogue: ReadonlyMap<string, ListedMutant>): [string, string][] =>
  [...page.matchAll(/^(\| `([a-z0-9-]+)` (?:\|[^|]*){2}\|) \w+ (\|.*)$/gm)].flatMap(([, start, name, end]) => {
    const listed = catalogue.get(name!);
    return listed ? [[name!, `${start} ${mustShow(listed, checks)} ${end}`]] : [];
  });

/**
 * The matrix as a page: what each mutant fails beyond what claims it is its real consequence, or a claim that is missing.
 * Of the page `before`, rows of mutants that were not tried now and are still in the catalogue are kept.
 */
export function matrixPage(
  rows: readonly MatrixRow[],
  catalogue: ReadonlyMap<string, ListedMutant>,
  before = '',
): string {
  const lines = new Map([...linesOf(before, catalogue), ...rows.map((row) => [row.mutant, lineOf(row)] as const)]);
  const kept = [...catalogue.keys()].filter((name) => lines.has(name)).sort((a, b) => a.localeCompare(b));
  const alive = rows.filter((row) => row.violated.length === 0);
  return `# Mutants

<!-- Generated by \`npm run proof\`. Do not edit. -->

Each mutant breaks one behaviour of the reference stack, or rewrites its answers where a library decides. Every check and every
scenario was run against each, in one profile and era in which the sin shows. What claims a mutant must fail, or must warn where
it breaks a SHOULD alone (with --strict a failure, too); what fails beyond that is its real consequence. *Blocked* counts the checks
that could not be judged because what they build on failed.

${kept.length} mutants, ${alive.length === 0 ? 'none of them unnoticed' : `unnoticed: ${alive.map((row) => row.mutant).join(', ')}`}.

| mutant | replaces | tried in | must | claimed by | fails beyond that | blocked |
|---|---|---|---|---|---|---|
${kept.map((name) => lines.get(name)).join('\n')}
`;
}
