import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type } from '../../dev/testing/terminal.ts';

test.each([
  ['tokens/refuses-a-foreign-audience', 'accepts-any-audience'],
  ['accepts-any-audience', 'tokens/refuses-a-foreign-audience'],
  ['an-audience-in-a-list', 'RFC 7519 §4.1.3'],
  ['tokens/refuses-a-foreign-audience', 'an-audience-in-a-list'],
  ['mcp-2026-07-28/authz/server-validates-audience', 'tokens/refuses-a-foreign-audience'],
  ['ar-e1', 'redirect_uri_mismatch'],
  ['invalid_grant', 'Start the connection again'],
  ['static-client', 'Client Center'],
  ['redirect-uri-mismatch/the-key-was-saved-with-a-trailing-slash', '2. cursor connects as trader'],
  ['tokens', 'tokens/refuses-a-foreign-audience'],
  ['discovery/challenges-who-has-no-token', 'tokens/a-missing-token-is-a-challenge'],
  ['CN-7', 'confirm_trade'],
  ['CN-7', 'outcome_unknown'],
  ['ce-4', 'partner API key'],
  ['exit codes', '3: incomplete'],
  ['test hooks', 'HOOKS_TOKEN'],
  ['registrations', 'registrations: 30'],
  ['jwt-tokens', 'JWTs'],
  ['one-url', 'one MCP URL'],
  ['newcomer', 'nobody has asked them'],
  ['untestable', 'Nobody could look'],
  ['ways in', 'Client ID'],
  ['min_judged', 'two thirds'],
])('explain %s', async (id, word) => {
  const { code, out } = await type(['explain', ...id.split(' ')]);
  expect([code, out.includes(word)]).toEqual([0, true]);
});

test('each fact that a survey may tell is explained', async () => {
  const folder = new URL('../stage/', import.meta.url);
  const told = readdirSync(folder).flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\blearn\('([^']+)'/g)].map(([, fact]) => fact!),
  );
  expect(told.length).toBeGreaterThan(5);
  for (const fact of new Set(told)) expect([fact, (await type(['explain', fact])).code]).toEqual([fact, 0]);
});

test('the keys of an explanation have no blanks', async () => {
  const { out } = await type(['explain', 'accepts-any-audience', '--json']);
  expect(Object.keys(JSON.parse(out))).toEqual(['mutant', 'does', 'must_fail', 'to_see_it']);
});

test('an error code that looks like an option is explained behind --', async () => {
  expect((await type(['explain', '--', '-32020'])).out).toContain('headers');
});
