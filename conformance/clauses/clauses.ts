import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isBuilt, packageRoot, readBuilt } from '../files/package-root.ts';
import type { ClauseCoverage, WhyNot } from '../run/model.ts';
import type { Basis } from '../vocabulary/verdict.ts';

export type ClauseLevel =
  | 'MUST'
  | 'MUST NOT'
  | 'REQUIRED'
  | 'SHALL'
  | 'SHOULD'
  | 'SHOULD NOT'
  | 'RECOMMENDED'
  | 'NOT RECOMMENDED'
  | 'MAY';

/** One obligation of a document, as `conformance/clauses/*.yaml` words it; README.md beside it explains the fields. */
export interface Clause {
  /** `document/slug`; in the MCP documents `mcp-<era>/<area>/<slug>`. */
  id: string;
  doc: string;
  section: string;
  level: ClauseLevel;
  /** How firmly the document says it; `keyword` where the catalogue says nothing else. */
  basis: Basis;
  derived?: 'no-keyword' | 'by-reference';
  subject: 'server' | 'authorization-server' | 'client' | 'any';
  summary: string;
  /** Whether a tester who has only the wire can see it met. */
  blackbox: 'yes' | 'partly' | 'no';
  needs: string[];
  /** Dates of the MCP revisions; missing where the document is no MCP revision. */
  eras?: string[];
  /** How to look. */
  check: string;
  attack?: string;
  source: string;
  /** Why no check shows it; only where none does. */
  whyNot?: WhyNot;
}

/** MCP slugs whose text or level changed between 2025-11-25 and 2026-07-28: two obligations, not one. */
const CHANGED = [
  'security/server-verifies-all-requests',
  'transport/response-ends-stream',
  'transport/client-version-header',
  'resources/not-found-code',
  'elicitation/client-manual-controls',
  'elicitation/server-handles-decline',
];

const MUST_LEVELS: readonly ClauseLevel[] = ['MUST', 'MUST NOT', 'REQUIRED', 'SHALL'];
const SHOULD_LEVELS: readonly ClauseLevel[] = ['SHOULD', 'SHOULD NOT', 'RECOMMENDED', 'NOT RECOMMENDED'];

let catalogue: Map<string, Clause> | undefined;

/** The state of the MCP documents that the catalogue was made from. */
const MCP_REPOSITORY =
  'https://github.com/modelcontextprotocol/modelcontextprotocol/blob/b0f60ba5409db7a6582440a7b473cc0398890f15';

/** Where a stranger can read the document, at the section where that has an address of its own. */
export function documentUrl({ doc, section, source }: Pick<Clause, 'doc' | 'section' | 'source'>): string | undefined {
  const rfc = /^RFC (\d+)$/.exec(doc)?.[1];
  const part = /^\d+(\.\d+)*/.exec(section)?.[0];
  if (rfc) return `https://www.rfc-editor.org/rfc/rfc${rfc}${part ? `#section-${part}` : ''}`;
  const draft = /draft-[\w-]+/.exec(doc)?.[0];
  if (draft) return `https://datatracker.ietf.org/doc/html/${draft}`;
  if (source.startsWith('https:')) return source;
  const [page, line] = source.split('#');
  return source.startsWith('docs/') ? `${MCP_REPOSITORY}/${page}?plain=1#${line}` : undefined;
}

/** Every clause, in the order of the files. */
export const loadClauses = (): Clause[] => [...byId().values()];

/** The clause with this id. */
export const findClause = (id: string): Clause | undefined => byId().get(id);

/** The revisions of MCP whose clauses are in the catalogue, the later first. */
const MCP_DOCUMENTS = ['mcp-2026-07-28', 'mcp-2025-11-25'];

/** The ids that a citation stands for: `mcp/…` for the clause in every revision that has it. */
export const citedBy = (id: string): string[] =>
  id.startsWith('mcp/')
    ? MCP_DOCUMENTS.map((document) => id.replace('mcp', document)).filter((one) => byId().has(one))
    : [id];

/** The clause that a citation means in this era; in a revision that does not have it, the other one's. */
export function clauseIn(id: string, era = ''): Clause | undefined {
  const ids = citedBy(id);
  return findClause(ids.find((one) => one.startsWith(`mcp-${era}/`)) ?? ids[0] ?? id);
}

function byId(): Map<string, Clause> {
  catalogue ??= new Map(entries().map((clause) => [clause.id, clause]));
  return catalogue;
}

function entries(): Clause[] {
  const written = isBuilt ? (readBuilt('clauses.json') as Partial<Clause>[]) : readClauseFiles();
  return written.map((entry) => ({ ...entry, basis: basisOf(entry) }) as Clause);
}

/** Parsing the YAML takes half a second, which is why the build turns it into JSON. */
function readClauseFiles(): Partial<Clause>[] {
  // Required and not imported, so that the built command line never loads a YAML parser for clauses.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  const folder = join(packageRoot, 'conformance/clauses');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().flatMap((file) => parse(readFileSync(join(folder, file), 'utf8')) as Partial<Clause>[]);
}

/** The weakest of what the entry says about its own standing. */
function basisOf({ basis = 'keyword', derived, source }: Partial<Clause>): Basis {
  if (derived === 'no-keyword' || basis === 'implied') return derived === 'no-keyword' ? derived : basis;
  if (source?.startsWith('memory')) return 'memory';
  return derived ?? basis;
}

const counts = new Map<string, string>();

/**
 * The id under which a clause is counted. Two MCP revisions that share a slug state one obligation (the later id
 * counts), and an entry whose check reads "As other/clause." restates that one.
 */
export function countedAs(id: string): string {
  const known = counts.get(id);
  if (known !== undefined) return known;
  const found = lookUp(id);
  counts.set(id, found);
  return found;
}

function lookUp(id: string): string {
  const clause = findClause(id);
  if (!clause) return id;
  const later = id.replace(/^mcp-2025-11-25\//, 'mcp-2026-07-28/');
  const slug = id.slice(id.indexOf('/') + 1);
  if (later !== id && !CHANGED.includes(slug) && findClause(later)) return countedAs(later);
  const restated = /^As ([\w./-]+?)\.?$/.exec(clause.check)?.[1];
  if (!restated) return id;
  const target = findClause(restated) ?? findClause(`${id.slice(0, id.indexOf('/'))}/${restated}`);
  // What is demanded is not counted under what is only recommended.
  const isOne = (levels: readonly ClauseLevel[]) => target && isSeen(target, levels);
  return isOne(MUST_LEVELS) || (SHOULD_LEVELS.includes(clause.level) && isOne(SHOULD_LEVELS))
    ? countedAs(target!.id)
    : id;
}

const isSeen = (clause: Clause, levels: readonly ClauseLevel[]): boolean =>
  levels.includes(clause.level) && clause.subject !== 'client' && clause.blackbox !== 'no';

const seenOnce = (levels: readonly ClauseLevel[]): Clause[] =>
  loadClauses().filter((clause) => isSeen(clause, levels) && countedAs(clause.id) === clause.id);

let musts: Clause[] | undefined;
let shoulds: Clause[] | undefined;

/** What servers must do and a tester can see from outside, each obligation once. */
export function mustClausesABlackBoxCanSee(): Clause[] {
  musts ??= seenOnce(MUST_LEVELS);
  return musts;
}

/** What servers should do and a tester can see from outside, each recommendation once. */
export function shouldClausesABlackBoxCanSee(): Clause[] {
  shoulds ??= seenOnce(SHOULD_LEVELS);
  return shoulds;
}

/** Which checks cover each of these obligations; an empty list means no check yet. */
export function coverage(
  checks: readonly { id: string; clauses: readonly string[] }[],
  clauses: readonly Clause[] = mustClausesABlackBoxCanSee(),
): ClauseCoverage[] {
  const covering = new Map<string, Set<string>>();
  for (const check of checks) {
    for (const clause of check.clauses.flatMap(citedBy)) {
      const counted = countedAs(clause);
      covering.set(counted, (covering.get(counted) ?? new Set()).add(check.id));
    }
  }
  return clauses.map(({ id, level, summary, whyNot }) => ({
    id,
    level,
    summary,
    checks: [...(covering.get(id) ?? [])],
    ...(whyNot && !covering.has(id) ? { whyNot } : {}),
  }));
}
