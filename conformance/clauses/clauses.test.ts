import { describe, expect, test } from 'vitest';
import { countedAs, coverage, findClause, loadClauses, mustClausesABlackBoxCanSee } from './clauses.ts';

describe('the clause catalogue', () => {
  test('holds every clause once', () => {
    const ids = loadClauses().map((clause) => clause.id);
    expect(ids).toHaveLength(1558);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says how firmly each clause stands', () => {
    const bases = new Set(loadClauses().map((clause) => clause.basis));
    expect([...bases].sort()).toEqual(['by-reference', 'declarative', 'implied', 'keyword', 'memory', 'no-keyword']);
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
});
