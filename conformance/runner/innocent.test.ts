import { describe, expect, test } from 'vitest';
import { deskGateway } from '../../dev/testing/desk-gateway.ts';
import type { HandMade } from '../../dev/testing/hand-made-targets.ts';
import { officialServer } from '../../dev/testing/official-server.ts';
import { startStranger } from '../../dev/testing/stranger.ts';
import { checks } from '../checks/index.ts';
import type { CheckResult, Run } from '../run/model.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { Progress, RunOptions, RunTarget } from './options.ts';
import { run } from './run.ts';

const people = ['reader', 'other'].map((name) => ({ name, email: `${name}@example.com`, password: 'a-password' }));

/** Grades what a test has made, and ends it. */
async function grade(made: HandMade, options: Partial<RunOptions> = {}, target: Partial<RunTarget> = {}): Promise<Run> {
  const targets = [{ url: made.mcpUrl, era: '2025-11-25' as const, ...target }];
  const startedAt = '2026-11-26T15:00:00.000Z';
  try {
    return await run({ version: 'test', checks, scenarios: [], startedAt, targets, registrations: 60, ...options });
  } finally {
    await made.close();
  }
}

const ids = (results: readonly CheckResult[], ...verdicts: string[]) =>
  results.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);
const verdictOf = ({ checks: results }: Run, id: string) => results.find((one) => one.id === id)?.verdict;

describe('a gateway whose tools and scopes are called otherwise than those of the profile that it is graded by', async () => {
  const made = await officialServer('2025-11-25');
  const origin = new URL(made.mcpUrl).origin;
  const graded = await grade(made, { users: people }, { profile: 'dynamic-client' });
  test('is connected to with its own scopes', () => {
    expect(verdictOf(graded, 'tokens/accepts-its-own-tokens')).toBe('pass');
  });
  test('is blamed for no tool that it does not have', () => {
    const unknown = graded.checks.filter(
      ({ id, verdict, seen = '' }) =>
        id !== 'wire/refuses-an-unknown-tool' &&
        /fail|warn/.test(verdict) &&
        /unknown tool|tool \w+ not found/i.test(seen),
    );
    expect(unknown.map(({ id }) => id)).toEqual([]);
  });
  test('is asked alone: no redirect’s target ever is', () => {
    const elsewhere = graded.exchanges.filter(({ request }) => new URL(request.url).origin !== origin);
    expect(elsewhere.map(({ request }) => request.url)).toEqual([]);
  });
  test('is not blamed for a callback that it need not have', () => {
    const callbacks = graded.checks.filter(({ id }) => id.startsWith('first-time-consent/callback-'));
    expect(callbacks.map(({ verdict }) => verdict).filter((verdict) => /fail|warn|error/.test(verdict))).toEqual([]);
  });
});

describe('a gateway of which nothing is known', async () => {
  const graded = await grade(await officialServer('2025-11-25'), { users: people, scenarios: loadScenarios() });
  test.each([
    'tokens/refuses-two-tokens',
    'registration/takes-a-mixed-list',
    'registration/refuses-a-name-that-misleads',
    'scope-denial/hides-what-the-token-may-not-call',
    'discovery/tells-the-right-url-to-who-adds-a-slash',
  ])('%s is the rule of a product: it does not apply', (id) => expect(verdictOf(graded, id)).toBe('not-applicable'));
  test('the journey with a slash at the end of the URL is that of a product', () => {
    const journey = graded.scenarios.find(({ id }) => id === 'discovery/the-mcp-url-has-a-trailing-slash');
    expect(journey?.verdict).toBe('not-applicable');
  });
  test('that it serves without end breaks no rule', () => {
    expect(verdictOf(graded, 'rate-limits/limits-calls')).toBe('untestable');
  });
  test('a token in the query is ignored', () => {
    expect(verdictOf(graded, 'tokens/ignores-a-token-in-the-query')).toBe('pass');
  });
  test('somebody is the second person, whatever the name', () => {
    expect(graded.checks.filter(({ missing }) => missing === 'user' || missing === 'second user')).toEqual([]);
  });
});

describe('a server that remembers who signed in and what they allowed', async () => {
  const options = { users: people, scenarios: loadScenarios() };
  const remembering = await grade(await officialServer('2025-11-25', { remembers: true }), options);
  const plain = await grade(await officialServer('2025-11-25'), options);
  test('is failed for nothing else than one that forgets', () => {
    // Who registered itself is to be asked about each time (RFC 8252 §8.6): that is what remembering is about.
    const others = [...ids(plain.checks, 'fail', 'warn'), 'first-time-consent/asks-self-registered-clients-each-time'];
    expect(ids(remembering.checks, 'fail', 'warn').filter((id) => !others.includes(id))).toEqual([]);
  });
  test('ends no check by a mistake', () => expect(ids(remembering.checks, 'error', 'blocked')).toEqual([]));
  test('is met by a browser that nobody has signed in with', () => {
    const mistyped = remembering.scenarios.find(({ id }) => id === 'first-time-consent/i-mistyped-my-password');
    expect(mistyped?.verdict).toBe('pass');
  });
});

describe('a server that breaks where it has to refuse', async () => {
  const made = await officialServer('2025-11-25', { breaksWhereItRefuses: true });
  const graded = await grade(made, { only: ['redirect-uri-mismatch', 'registration/refuses-an-unknown-client'] });
  test.each([
    'redirect-uri-mismatch/the-host-counts',
    'redirect-uri-mismatch/the-path-counts',
    'redirect-uri-mismatch/sends-no-error-to-strangers',
    'registration/refuses-an-unknown-client',
  ])('%s: it sent nobody on', (id) => expect(verdictOf(graded, id)).toBe('pass'));
});

describe('a server that asks nobody, though it could', async () => {
  const seen: Progress[] = [];
  const made = await startStranger({ asks: false });
  const graded = await grade(made, { users: people, onProgress: (event) => seen.push(event) });
  test('what has no page to look at stands under just that', () => {
    const blocked = graded.checks.filter(
      ({ id, verdict }) => id.startsWith('first-time-consent/') && verdict === 'blocked',
    );
    expect(blocked.length).toBeGreaterThan(3);
    expect(new Set(blocked.map(({ blockedBy }) => blockedBy))).toEqual(
      new Set(['first-time-consent/asks-the-first-time']),
    );
  });
  test('has one verdict for each check, on its way and in the end', () => {
    const end = new Map(graded.checks.map(({ id, verdict }) => [id, verdict]));
    expect(seen.length).toBeGreaterThan(100);
    const otherwise = seen.filter(({ id, verdict }) => end.get(id) !== verdict);
    expect(otherwise.map(({ id, verdict }) => `${id} ${verdict} ${end.get(id)}`)).toEqual([]);
  });
});

test('who loses a refresh token to any replay of the code is found out', async () => {
  const made = await officialServer('2025-11-25', { endsRefreshingOnAnyReplay: true });
  const graded = await grade(made, { users: people, only: ['invalid-grant/a-wrong-replay-ends-nothing'] });
  const wrong = graded.checks.find(({ id }) => id === 'invalid-grant/a-wrong-replay-ends-nothing');
  expect(wrong?.verdict).toMatch(/fail|warn/);
  expect(wrong?.seen).toContain('invalid_grant');
});

test('a scope that is asked for and not listed is nobody’s mistake', async () => {
  const made = await deskGateway({ scopes: ['desk:look'] });
  const scopes = { read: 'desk:look', trade: 'desk:look desk:deal' };
  const graded = await grade(made, { scopes, only: ['discovery/lists-its-scopes'] });
  expect(verdictOf(graded, 'discovery/lists-its-scopes')).toBe('pass');
});
