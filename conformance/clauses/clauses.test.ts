import { describe, expect, test } from 'vitest';
import { checks } from '../checks/index.ts';
import {
  citedBy,
  countedAs,
  coverage,
  documentUrl,
  findClause,
  loadClauses,
  mustClausesABlackBoxCanSee,
  shouldClausesABlackBoxCanSee,
} from './clauses.ts';

describe('the clause catalogue', () => {
  test('holds every clause once', () => {
    const ids = loadClauses().map((clause) => clause.id);
    expect(ids).toHaveLength(1682);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('knows where each document can be read', () => {
    const urls = loadClauses().map((clause) => documentUrl(clause));
    expect(urls.every((url) => url && URL.canParse(url))).toBe(true);
    expect(documentUrl(findClause('rfc9068/rs-checks-iss')!)).toBe('https://www.rfc-editor.org/rfc/rfc9068#section-4');
    expect(documentUrl(findClause('mcp-2026-07-28/authz/as-sends-iss')!)).toMatch(/\.mdx\?plain=1#L\d+$/);
  });

  test('says how firmly each clause stands, and none from memory', () => {
    const bases = new Set(loadClauses().map((clause) => clause.basis));
    expect([...bases].sort()).toEqual(['by-reference', 'declarative', 'implied', 'keyword', 'no-keyword']);
    expect(findClause('rfc9068/rs-checks-typ')?.basis).toBe('keyword');
    expect(findClause('mcp-2025-11-25/tools/rate-limit-seen')?.basis).toBe('implied');
    expect(findClause('oauth21/pkce-wrong-verifier')?.basis).toBe('keyword');
  });

  test('counts a requirement that two revisions share once, and one that changed twice', () => {
    expect(countedAs('mcp-2025-11-25/authz/server-validates-audience')).toBe(
      'mcp-2026-07-28/authz/server-validates-audience',
    );
    expect(countedAs('mcp-2025-11-25/transport/response-ends-stream')).toBe(
      'mcp-2025-11-25/transport/response-ends-stream',
    );
  });

  test('counts a clause that restates another under that one', () => {
    const restating = loadClauses().find((clause) => clause.check === 'As oauth21/code-single-use.');
    expect(restating && countedAs(restating.id)).toBe('oauth21/code-single-use');
  });

  test('lists only what servers must do and a tester can see', () => {
    const clauses = mustClausesABlackBoxCanSee();
    expect(clauses.every((clause) => /MUST|REQUIRED|SHALL/.test(clause.level))).toBe(true);
    expect(clauses.some((clause) => clause.subject === 'client' || clause.blackbox === 'no')).toBe(false);
    expect(new Set(clauses.map((clause) => countedAs(clause.id))).size).toBe(clauses.length);
  });

  test('credits a check that cites the earlier revision to the requirement, and nothing else', () => {
    const covered = coverage([{ id: 'a/b', clauses: ['mcp-2025-11-25/authz/server-validates-audience', 'CT-8'] }]);
    expect(covered).toHaveLength(mustClausesABlackBoxCanSee().length);
    expect(covered.filter((clause) => clause.checks.length > 0)).toEqual([
      expect.objectContaining({ id: 'mcp-2026-07-28/authz/server-validates-audience', checks: ['a/b'] }),
    ]);
  });

  test('says of each clause that no check shows why, and of no other', () => {
    const all = [...coverage(checks), ...coverage(checks, shouldClausesABlackBoxCanSee())];
    const wrong = all.filter(({ checks: by, whyNot }) => by.length === 0 && !whyNot);
    expect(wrong.map(({ id }) => id)).toEqual([]);
    const covered = new Set(checks.flatMap((check) => check.clauses.flatMap(citedBy)).map(countedAs));
    const needless = loadClauses().filter(({ id, whyNot }) => whyNot && (covered.has(id) || countedAs(id) !== id));
    expect(needless.map(({ id }) => id)).toEqual([]);
  });
});
