import { hasBuilt, readBuilt } from '../files/package-root.ts';
import { PROFILES } from '../profiles/index.ts';
import type { WhyNot } from '../run/model.ts';
import type { Terminal } from './terminal.ts';

/** A listing: its rows as data, and how a person reads one. */
interface Listing {
  rows: Record<string, unknown>[];
  line(row: Record<string, unknown>): string;
  /** Said below the rows. */
  totals: string;
}

/** What each listing alone needs is imported when it is asked for: a YAML parser and its kin cost a tenth of a second. */
const listings = {
  checks: async (): Promise<Listing> => {
    const rows = await checkRows();
    return { rows, line: ({ id, level, title }) => `${id}  ${level}\n    ${title}`, totals: `${rows.length} checks` };
  },
  clauses: listClauses,
  profiles: (): Listing => {
    const rows = Object.values(PROFILES).map(({ id, title, demands, scopes }) => ({ id, title, demands, scopes }));
    return { rows, line: ({ id, title }) => `${id}  ${title}`, totals: `${rows.length} profiles` };
  },
  scenarios: async (): Promise<Listing> => {
    const { loadScenarios } = await import('../scenarios/load.ts');
    const rows = loadScenarios().map(({ id, title, kind, guide, needs, mutants }) => ({
      id,
      title,
      kind,
      guide,
      ...(needs ? { needs } : {}),
      mutants,
    }));
    return { rows, line: ({ id, kind, title }) => `${id}  ${kind}\n    ${title}`, totals: `${rows.length} scenarios` };
  },
  sets: async (): Promise<Listing> => {
    const { readSet, setNames } = await import('../run/check-sets.ts');
    const sets = setNames().map((name) => ({ name, ids: readSet(name) }));
    const rows = sets.map(({ name, ids }, at) => {
      const before = sets[at - 1]?.ids ?? [];
      return { name, holds: ids.length, added: ids.filter((id) => !before.includes(id)).length };
    });
    return {
      rows,
      line: ({ name, holds, added }) => `${name}  ${holds} checks and journeys, ${added} of them new`,
      totals: `${rows.length === 1 ? '1 frozen set' : `${rows.length} frozen sets`}; “openbell diff 2026.11 now” tells what came since`,
    };
  },
  mutants: async (): Promise<Listing> => {
    const { loadScenarios } = await import('../scenarios/load.ts');
    const { mutantCatalogue, mustShow } = await import('../stack/mutant-catalogue.ts');
    const { checks } = await import('../checks/index.ts');
    const rows = [...mutantCatalogue(checks, loadScenarios()).values()].map((listed) => {
      const { mutant, claimedBy } = listed;
      return {
        name: mutant.name,
        replaces: Object.keys(mutant.replaces ?? {})[0] ?? `a response of the ${mutant.rewrites?.at ?? 'gateway'}`,
        ...(mutant.needs ? { needs: mutant.needs } : {}),
        must: mustShow(listed, checks),
        claimedBy,
      };
    });
    return {
      rows,
      line: ({ name, replaces, must, claimedBy }) =>
        `${name}  replaces ${replaces}\n    must ${must}: ${(claimedBy as string[]).join(', ')}`,
      totals: `${rows.length} mutants`,
    };
  },
  variations: async (): Promise<Listing> => {
    const { variations } = await import('../variations/index.ts');
    const { checks } = await import('../checks/index.ts');
    const rows = [...variations.values()].map(({ name, does, allowedBy }) => ({
      name,
      does,
      allowedBy,
      namedBy: checks.filter((check) => check.variations?.includes(name)).map(({ id }) => id),
    }));
    return {
      rows,
      line: ({ name, does, allowedBy }) => `${name}\n    ${does} (${allowedBy})`,
      totals: `${rows.length} variations`,
    };
  },
};

export type ListName = keyof typeof listings;
export const listNames = Object.keys(listings) as ListName[];

type Rows = Record<string, unknown>[];

/** What the build has written down of each check, since loading them all takes as long as the rest; else the checks. */
async function checkRows(): Promise<Rows> {
  if (hasBuilt('checks.json')) return readBuilt('checks.json') as Rows;
  const { checks } = await import('../checks/index.ts');
  const { standingOf } = await import('../runner/standing.ts');
  return checks.map((check) => ({
    id: check.id,
    title: check.title,
    level: standingOf(check).level,
    clauses: check.clauses,
    dependsOn: check.dependsOn ?? [],
    mutants: check.mutants.map((mutant) => (typeof mutant === 'string' ? mutant : mutant.name)),
  }));
}

const because = (whyNot: WhyNot | undefined): string => (whyNot ? `, ${whyNot.why}: ${whyNot.says}` : ' yet');

async function listClauses(): Promise<Listing> {
  const { checks } = await import('../checks/index.ts');
  const { coverage, mustClausesABlackBoxCanSee, shouldClausesABlackBoxCanSee } = await import('../clauses/clauses.ts');
  const musts = coverage(checks, mustClausesABlackBoxCanSee());
  const shoulds = coverage(checks, shouldClausesABlackBoxCanSee());
  const rows = [...musts, ...shoulds];
  const count = (level: string, of: typeof rows) => {
    const covered = of.filter((row) => row.checks.length > 0).length;
    return `${of.length} clauses of level ${level} that a black box can see: ${covered} with a check, ${of.length - covered} with no check yet`;
  };
  return {
    rows: rows.map((row) => ({ ...row })),
    line: ({ id, level, summary, checks: by, whyNot }) =>
      `${id}  ${level}  ${(by as string[]).join(', ') || `no check${because(whyNot as WhyNot | undefined)}`}\n    ${summary}`,
    totals: `${count('MUST', musts)}\n${count('SHOULD', shoulds)}`,
  };
}

/** Prints one listing; with `json` as data. */
export async function list(terminal: Terminal, what: ListName, flags: { json?: boolean }): Promise<number> {
  const { rows, line, totals } = await listings[what]();
  if (flags.json) terminal.out(`${JSON.stringify(rows, null, 1)}\n`);
  else terminal.out(`${[...rows.map(line), '', totals].join('\n')}\n`);
  return 0;
}
