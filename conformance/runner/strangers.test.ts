import { describe, expect, test } from 'vitest';
import { clientsWithSecrets } from '../../dev/testing/clients-with-secrets.ts';
import type { HandMade } from '../../dev/testing/hand-made-targets.ts';
import { officialServer } from '../../dev/testing/official-server.ts';
import { startStranger } from '../../dev/testing/stranger.ts';
import { witnesses } from '../../dev/witnesses/index.ts';
import { checks } from '../checks/index.ts';
import type { CheckResult, Run } from '../run/model.ts';
import type { Check } from '../vocabulary/check.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import type { RunOptions } from './options.ts';
import { run } from './run.ts';

const startedAt = '2026-11-26T15:00:00.000Z';
const people = ['one', 'two'].map((name) => ({ name, email: `${name}@example.com`, password: 'a-password' }));

/** Grades what stands at a URL, of which nothing is known. */
async function grade(mcpUrl: string, options: Partial<RunOptions> = {}): Promise<Run> {
  const targets = [{ url: mcpUrl, era: '2025-11-25' as const }];
  return run({ version: 'test', checks, scenarios: [], startedAt, targets, registrations: 60, ...options });
}

async function gradeHandMade(target: HandMade, options: Partial<RunOptions> = {}): Promise<Run> {
  try {
    return await grade(target.mcpUrl, options);
  } finally {
    await target.close();
  }
}

const ids = (results: readonly CheckResult[], ...verdicts: string[]) =>
  results.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);

const counted = ({ ledger }: Run, action: string) => ledger.find((one) => one.action === action)?.count ?? 0;

describe('a server that ends the older connection where the same user and client connect again', async () => {
  const plain = await gradeHandMade(await officialServer('2025-11-25'), { users: people });
  const ending = await gradeHandMade(await officialServer('2025-11-25', { endsOlderGrants: true }), { users: people });
  test('is failed for nothing else than one that lets it live', () => {
    expect(ids(ending.checks, 'fail', 'warn', 'error')).toEqual(ids(plain.checks, 'fail', 'warn', 'error'));
  });
});

describe('a server that takes few token requests', async () => {
  const options = { users: people, only: ['pkce', 'invalid-grant'] };
  const slow = await gradeHandMade(await officialServer('2025-11-25', { tokensPerSecond: 40 }), options);
  const quick = await gradeHandMade(await officialServer('2025-11-25'), options);
  test('is waited for, and judged as one that takes many', () => {
    expect(ids(slow.checks, 'fail')).toEqual(ids(quick.checks, 'fail'));
    expect(ids(slow.checks, 'pass')).toEqual(ids(quick.checks, 'pass'));
  });
});

describe('a server that asks nobody', async () => {
  const graded = await gradeHandMade(await startStranger({ asks: false }), {
    only: ['first-time-consent', 'invalid-grant'],
  });
  test('is failed for that without any user', () => {
    expect(ids(graded.checks, 'fail')).toContain('first-time-consent/asks-the-first-time');
  });
  test('gives codes to look at: none is made up', () => {
    const reasons = graded.checks.map(({ reason = '' }) => reason);
    expect(reasons.filter((reason) => reason.includes('a code that nobody issued'))).toEqual([]);
  });
});

const started = (name: string) => witnesses.find((one) => one.name === name)!.start();

test('of a server of which nobody knows what it speaks, no rule of some revisions is broken', async () => {
  const { url, close } = await started('opaque');
  const targets = GRADED_ERAS.map((era) => ({ url, era, eraIsAGuess: true }));
  const graded = await grade(url, { targets });
  await close();
  const bound = new Set(checks.filter(({ applies }) => applies?.eras).map(({ id }) => id));
  expect(ids(graded.checks, 'fail', 'warn').filter((id) => bound.has(id))).toEqual([]);
});

describe('the router of the official SDK with the limits that it ships with', async () => {
  const { url, users = [], close } = await started('router');
  const signsIn = users.map(({ username: email, password }) => ({ email, password }));
  const graded = await grade(url, { users: signsIn, registrations: 8 });
  await close();
  const limited = graded.exchanges.filter(({ response }) => response?.status === 429);
  test('is blamed for none of them', () => {
    const because = graded.checks.filter(({ seen = '' }) => seen.includes('429') || seen.includes('too_many'));
    expect(because.map(({ id }) => id)).toEqual([]);
  });
  test('is not run into again for each check once a limit is known to bind for long', () => {
    expect(limited.length).toBeGreaterThan(0);
    expect(limited.length).toBeLessThan(5);
    const waiting = graded.checks.filter(({ missing }) => missing === 'patience');
    expect(waiting.length).toBeGreaterThan(limited.length);
  });
});

describe('a certified authorization server, which takes its clients back', async () => {
  const { name, expectations } = witnesses.find((one) => one.name === 'certified')!;
  const { url, users = [], close } = await started(name);
  const graded = await grade(url, { users: users.map(({ username: email, password }) => ({ email, password })) });
  await close();
  test('has one of them left at the end, whose token it ended itself', () => {
    expect(counted(graded, 'client registered')).toBeGreaterThan(5);
    // A token of a registration that is brought to another's is ended by this server, so that one client stays.
    expect(counted(graded, 'client deleted')).toBe(counted(graded, 'client registered') - 1);
  });
  test('is failed for what it does against the documents, and for nothing else', () => {
    const deviates = expectations.filter(({ stands }) => stands === 'deviates').map(({ of }) => of);
    expect(ids(graded.checks, 'fail', 'warn').filter((id) => !deviates.includes(id))).toEqual([]);
    expect(ids(graded.checks, 'error', 'blocked')).toEqual([]);
  });
});

describe('without anybody who could sign in', async () => {
  const graded = await gradeHandMade(await officialServer('2025-11-25'));
  test.each([
    'redirect-uri-mismatch/the-host-counts',
    'redirect-uri-mismatch/accepts-the-right-one',
    'pkce/requires-a-challenge',
    'pkce/refuses-plain',
    'registration/refuses-an-unknown-client',
    'invalid-grant/calls-an-unknown-code-invalid-grant',
    'invalid-grant/calls-an-unknown-client-invalid-client',
    'invalid-grant/calls-an-unknown-grant-unsupported',
    'invalid-grant/errors-are-json',
    'tokens/refuses-a-made-up-token',
    'tokens/verifies-before-reading',
  ])('%s is judged', (id) => expect(ids(graded.checks, 'pass', 'fail', 'warn')).toContain(id));
  test('nothing is blamed on that', () => {
    expect(ids(graded.checks, 'error', 'blocked')).toEqual([]);
    expect(graded.checks.filter(({ missing }) => missing === 'user').length).toBeGreaterThan(20);
  });
});

describe('a server that asks nobody, and knows clients with a secret', async () => {
  const only = ['registration', 'tokens/accepts-its-own-tokens', 'pkce'];
  const { checks: right } = await gradeHandMade(await clientsWithSecrets(), { only });
  const secrets = [
    'pkce/requires-a-challenge-of-clients-with-secrets',
    'registration/decodes-secrets-in-the-header',
    'registration/gives-each-client-its-own-secret',
    'registration/refuses-a-missing-secret',
    'registration/refuses-a-wrong-secret',
    'registration/says-how-a-client-authenticates-by-default',
    'registration/secrets-say-when-they-expire',
    'registration/takes-one-secret-at-a-time',
    'registration/takes-secrets-as-announced',
    'registration/takes-secrets-in-the-body',
  ];
  test('is connected to without a user', () => expect(ids(right, 'pass')).toContain('tokens/accepts-its-own-tokens'));
  test('is judged with a secret, too', () => expect(ids(right, 'pass')).toEqual(expect.arrayContaining(secrets)));
});

describe('what takes time', async () => {
  const order: string[] = [];
  const check = (id: string, more: Partial<Check>): Check => ({
    id,
    title: id,
    clauses: ['oauth21/code-single-use'],
    remedy: 'none',
    mutants: ['lets-a-code-be-used-again'],
    run: async () => void order.push(id),
    ...more,
  });
  const slow = check('tokens/waits', {
    lane: 'exclusive',
    takesTime: true,
    async run(world) {
      order.push('begins to wait');
      await world.hooks.advance(0.2);
      order.push('tokens/waits');
    },
  });
  const some = [check('tokens/a', {}), slow];
  const target = await clientsWithSecrets();
  const patient = await grade(target.mcpUrl, { checks: some, patience: 1 });
  const impatient = await gradeHandMade(target, { checks: some });
  test('begins early, waits beside the others and is judged last', () => {
    expect(order.slice(0, 3)).toEqual(['begins to wait', 'tokens/a', 'tokens/waits']);
    expect(ids(patient.checks, 'pass')).toEqual(['tokens/a', 'tokens/waits']);
  });
  test('is untestable before anything is spent where nobody waits', () => {
    expect(impatient.checks[1]).toMatchObject({ verdict: 'untestable', missing: 'patience', exchanges: [] });
  });
});

describe('a Client ID that somebody made beforehand', async () => {
  const known = { clientId: 'made-beforehand', redirectUri: 'http://127.0.0.1:33418/callback' };
  const target = await clientsWithSecrets(undefined, known);
  const { checks: judged } = await gradeHandMade(target, { clients: [known], only: ['redirect-uri-mismatch'] });
  test.each(['accepts-the-right-one', 'the-host-counts', 'the-path-counts', 'sends-no-error-to-strangers'])(
    'is enough for redirect-uri-mismatch/%s: what is foreign to it is sent',
    (name) => expect(ids(judged, 'pass')).toContain(`redirect-uri-mismatch/${name}`),
  );
  test('is not asked for again', () => {
    expect(judged.filter(({ missing }) => missing === 'client').map(({ id }) => id)).toEqual([]);
  });
});
