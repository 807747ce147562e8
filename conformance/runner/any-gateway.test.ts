import { describe, expect, test } from 'vitest';
import type { HandMade } from '../../dev/testing/hand-made-targets.ts';
import { officialServer } from '../../dev/testing/official-server.ts';
import { startStranger } from '../../dev/testing/stranger.ts';
import { checks } from '../checks/index.ts';
import type { CheckResult, Run } from '../run/model.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { RunOptions } from './options.ts';
import { run } from './run.ts';

const users = ['ada', 'grace'].map((email) => ({ email, password: 'right' }));

async function grade(made: HandMade, options: Partial<RunOptions>): Promise<Run> {
  const targets = [{ url: made.mcpUrl, era: '2025-11-25' as const }];
  const startedAt = '2026-11-26T15:00:00.000Z';
  try {
    return await run({ version: 'test', checks, scenarios: [], startedAt, targets, users, ...options });
  } finally {
    await made.close();
  }
}

const only = async (made: HandMade, id: string, options: Partial<RunOptions> = {}): Promise<CheckResult> =>
  (await grade(made, { only: [id], ...options })).checks.find((one) => one.id === id)!;

describe('a resource that is refused at the authorization endpoint', () => {
  const id = 'tokens/refuses-to-authorize-for-another-resource';
  const refusing = (malformed: string | undefined, foreign: string | undefined) => (resource: string) =>
    !URL.canParse(resource) || resource.includes('#') ? malformed : /:\d+\/mcp$/.test(resource) ? undefined : foreign;
  test.each([
    ['invalid_request', 'invalid_target'],
    ['invalid_target', 'invalid_target'],
    ['a page', 'invalid_target'],
    ['invalid_request', 'a page'],
  ])('by %s where it is malformed, and by %s where it is another’s, is refused well', async (malformed, foreign) => {
    const { verdict, seen } = await only(await startStranger({ refusesResource: refusing(malformed, foreign) }), id);
    expect([verdict, seen]).toEqual(['pass', undefined]);
  });
  test.each([
    [undefined, 'invalid_target'],
    ['invalid_target', undefined],
    ['server_error', 'invalid_target'],
    ['invalid_target', 'invalid_scope'],
  ])('by %s where it is malformed, and by %s where it is another’s, is not', async (malformed, foreign) => {
    const { verdict } = await only(await startStranger({ refusesResource: refusing(malformed, foreign) }), id);
    expect(verdict).toMatch(/fail|warn/);
  });
});

describe('a server that takes tokens which it gave to nobody', () => {
  const graded = (trusts: (token: string, method: string) => boolean, tokens: 'opaque' | 'jwt' = 'opaque') =>
    startStranger({ tokens, trusts }).then((made) => grade(made, { only: ['tokens'] }));
  const failed = ({ checks: results }: Run) => results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  test.each<[string, (token: string, method: string) => boolean]>([
    ['whatever they are, for all', () => true],
    ['for initialize and tools/list', (_, method) => method !== 'tools/call'],
    ['for tools/list', (_, method) => method === 'tools/list'],
    ['that look like its own', (token) => /^[\w-]{20,}$/.test(token)],
  ])('%s, fails', async (_, trusts) => {
    expect(failed(await graded(trusts))).not.toEqual([]);
  });
  test('that are JWTs of anybody, fails', async () => {
    expect(failed(await graded((token) => token.split('.').length === 3, 'jwt'))).not.toEqual([]);
  });
  test('and one that takes its own alone is failed for no token', async () => {
    expect(failed(await graded(() => false))).toEqual([]);
  });
});

test('a registration that is refused uses up nothing', async () => {
  const made = await officialServer('2025-11-25');
  const { exchanges } = await grade(made, { only: ['registration'], registrations: 3 });
  const registering = exchanges.filter(({ request }) => request.url.endsWith('/register'));
  const answered = (status: number) => registering.filter(({ response }) => response?.status === status).length;
  expect(answered(201)).toBe(3);
  expect(answered(400)).toBeGreaterThan(0);
});

test('where nobody gets in, that is said once, and journeys stand under it', async () => {
  const made = await startStranger({ refusesResource: () => 'invalid_target' });
  const graded = await grade(made, { scenarios: loadScenarios(), only: ['pkce', 'invalid-grant', 'discovery'] });
  const shut = graded.scenarios.filter(({ blockedAt }) => blockedAt === 'sign-in');
  expect(shut.length).toBeGreaterThan(5);
  expect(graded.scenarios.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([]);
  expect(shut[0]?.reason).toContain('could not connect: invalid_target');
});

test('who refuses without a challenge is failed for the challenge, and for no token', async () => {
  const { checks: results } = await grade(await startStranger({ challenges: false }), {
    only: ['tokens', 'revocation'],
  });
  const failed = results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  expect(failed.sort()).toEqual(['tokens/a-missing-token-is-a-challenge', 'tokens/every-401-is-a-challenge']);
});
