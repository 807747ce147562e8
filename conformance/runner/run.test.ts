import { describe, expect, test } from 'vitest';
import { deskGateway } from '../../dev/testing/desk-gateway.ts';
import {
  acceptsAnyCodeVerifierClientAndRedirectUri,
  answers401ToEverything,
  answersHtmlToEverything,
  type HandMade,
} from '../../dev/testing/hand-made-targets.ts';
import { obeysInOtherWays } from '../../dev/testing/obeys-in-other-ways.ts';
import { officialServer } from '../../dev/testing/official-server.ts';
import { startStranger } from '../../dev/testing/stranger.ts';
import { outcomeOf } from '../../reports/outcome.ts';
import { checks } from '../checks/index.ts';
import type { Run } from '../run/model.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { startStack } from '../stack/start-stack.ts';
import { type Era, GRADED_ERAS } from '../vocabulary/era.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import type { RunOptions } from './options.ts';
import { run } from './run.ts';

const scenarios = loadScenarios();
const common = { version: 'test', checks, scenarios, startedAt: '2026-11-17T15:00:00.000Z' };
const users = [{ name: 'trader', email: 'trader@example.com', password: 'no-such-password' }];

async function grade(make: () => Promise<HandMade>): Promise<Run> {
  const target = await make();
  try {
    return await run({
      ...common,
      targets: [{ url: target.mcpUrl, profile: 'dynamic-client', era: '2026-07-28' }],
      users,
    });
  } finally {
    await target.close();
  }
}
const ids = (graded: Run, ...verdicts: string[]) =>
  graded.checks.filter((one) => verdicts.includes(one.verdict)).map((one) => one.id);

describe('a server that answers 401 to everything', async () => {
  const graded = await grade(answers401ToEverything);
  test('passes nearly nothing: what passes is what a 401 is right for', () => {
    expect(
      ids(graded, 'pass').length + graded.scenarios.filter((one) => one.verdict === 'pass').length,
    ).toBeLessThanOrEqual(5);
  });
  test('is not conformant', () => expect(outcomeOf(graded).exitCode).toBe(1));
  test('is no reason for openbell to fail', () => expect(ids(graded, 'error')).toEqual([]));
});

describe('a server that answers a web page to everything', async () => {
  const graded = await grade(answersHtmlToEverything);
  test('passes nearly nothing', () => {
    expect(
      ids(graded, 'pass').length + graded.scenarios.filter((one) => one.verdict === 'pass').length,
    ).toBeLessThanOrEqual(3);
  });
  test('is not conformant', () => expect(outcomeOf(graded).exitCode).toBe(1));
  test('is no reason for openbell to fail', () => expect(ids(graded, 'error')).toEqual([]));
});

describe('an authorization server that accepts any code, verifier, client and redirect URI', async () => {
  const graded = await grade(acceptsAnyCodeVerifierClientAndRedirectUri);
  test.each([
    ['code', 'invalid-grant/refuses-a-used-code'],
    ['code', 'invalid-grant/calls-an-unknown-code-invalid-grant'],
    ['verifier', 'pkce/refuses-a-wrong-verifier'],
    ['verifier', 'pkce/refuses-a-missing-verifier'],
    ['client', 'invalid-grant/calls-an-unknown-client-invalid-client'],
    ['redirect URI', 'invalid-grant/refuses-another-redirect-uri'],
  ])('its sin with the %s is named by %s', (_, id) => {
    expect(ids(graded, 'fail', 'warn')).toContain(id);
  });
  test('is otherwise connected to: the positive control holds', () => {
    expect(ids(graded, 'pass')).toContain('tokens/accepts-its-own-tokens');
  });
  test('is no reason for openbell to fail', () => expect(ids(graded, 'error')).toEqual([]));
});

const people = ['one', 'two', 'three'].map((name) => ({ name, email: `${name}@example.com`, password: 'a-password' }));

/** Grades a stranger's gateway, with people of a configuration and no test hooks. */
async function gradeStranger(
  target: HandMade,
  era: Era,
  folders: string[],
): Promise<(...verdicts: string[]) => string[]> {
  const targets = [{ url: target.mcpUrl, era }];
  const graded: Run['checks'] = [];
  const add = async (only: string[]) =>
    graded.push(...(await run({ ...common, scenarios: [], targets, only, users: people })).checks);
  // A run registers few clients at a server of which it knows little: the checks are spread over several runs.
  for (const folder of folders) {
    const those = checks.filter(({ id }) => id.startsWith(`${folder}/`)).map(({ id }) => id);
    const atOnce = folder === 'registration' ? 3 : those.length;
    for (let first = 0; first < those.length; first += atOnce) await add(those.slice(first, first + atOnce));
  }
  await target.close();
  return (...verdicts) => graded.filter((one) => verdicts.includes(one.verdict)).map(({ id }) => id);
}

describe.each(GRADED_ERAS)('a gateway that obeys in other ways than the reference, in %s', async (era) => {
  const folders = ['discovery', 'registration', 'pkce', 'first-time-consent', 'redirect-uri-mismatch'];
  const saying = await gradeStranger(await obeysInOtherWays(), era, folders);
  test('is failed by no check', () => expect(saying('fail')).toEqual([]));
  test('is no reason for openbell to fail', () => expect(saying('error')).toEqual([]));
  test('is connected to: the positive control holds', () => {
    expect(saying('pass')).toContain('tokens/accepts-its-own-tokens');
  });
});

describe('a server of the official SDK, its own OAuth router included', async () => {
  const ofOAuth = ['discovery', 'registration', 'pkce', 'first-time-consent', 'redirect-uri-mismatch', 'invalid-grant'];
  const ofMcp = ['scope-denial', 'revocation', 'rate-limits', 'tokens', 'wire'];
  const saying = await gradeStranger(await officialServer('2025-11-25'), '2025-11-25', [...ofOAuth, ...ofMcp]);
  const stateless = await gradeStranger(await officialServer('2026-07-28'), '2026-07-28', ofMcp);
  test('is failed for what it does against its documents, and for nothing else', () => {
    expect(saying('fail').sort()).toEqual([
      // It calls another response type an invalid request (OAuth 2.1 §4.1.2.1).
      'discovery/calls-other-response-types-unsupported',
      // Its error_description holds line breaks (RFC 6749 §4.1.2.1).
      'discovery/errors-are-in-plain-characters',
      // It makes one empty scope of a scope without a value (OAuth 2.1 §3.1).
      'first-time-consent/takes-a-request-with-more-in-it',
      // It reads no Authorization header, and a secret of a public client not at all.
      'invalid-grant/challenges-failed-basic-authentication',
      'invalid-grant/checks-credentials-that-are-sent',
      // It says in quotes, and over several lines, what it expected (OAuth 2.1 §3.2.4).
      'invalid-grant/error-descriptions-are-plain',
      // It compares parsed loopback redirect URIs: fragments, user names and `..` pass (RFC 8252 §7.3).
      'redirect-uri-mismatch/only-the-port-on-loopback',
      // It redirects errors before anybody has signed in (RFC 9700 §4.11.2).
      'redirect-uri-mismatch/signs-in-before-any-redirect',
      // It registers what it is sent, and leaves out what it fills in (RFC 7591).
      'registration/calls-a-wrong-redirect-uri-invalid-redirect-uri',
      'registration/fills-in-the-defaults',
      'registration/refuses-a-body-that-is-no-object',
      'registration/refuses-a-fragment',
      'registration/refuses-plain-http',
      'registration/refuses-schemes-that-run',
      'registration/requires-a-redirect-uri',
      // It gives back a software statement that nobody signed, as if it had been used (RFC 7591 §3.2.2).
      'registration/says-what-is-wrong-with-a-software-statement',
      'registration/takes-keys-in-one-way',
      // It looks at one secret and passes over another beside it, and at no grant types at /authorize (OAuth 2.1).
      'registration/takes-one-secret-at-a-time',
      'registration/turns-away-who-has-no-use-for-codes',
      // It makes an error of a call for a task where no tasks are declared (MCP 2025-11-25).
      'wire/passes-over-tasks-that-it-does-not-declare',
      // It still takes batches, which went with 2025-06-18, and calls what is no request no JSON.
      'wire/refuses-a-batch',
      'wire/tells-what-is-no-request',
    ]);
  });
  test('leaves the Origin to whoever mounts it, in the stateless era', () => {
    expect(stateless('fail')).toEqual(['wire/refuses-a-foreign-origin']);
  });
  test.each([saying, stateless])('stands in the way of no check with what it breaks', (said) => {
    expect(said('error', 'blocked')).toEqual([]);
    expect(said('pass')).toContain('tokens/accepts-its-own-tokens');
  });
});

test.each([[5], [[]], [{}], [null], [true]])(
  'metadata with %j in each optional member is a finding, and stops no check',
  async (odd) => {
    const members = ['jwks_uri', 'scopes_supported', 'response_types_supported', 'grant_types_supported'];
    const more = ['code_challenge_methods_supported', 'token_endpoint_auth_methods_supported', 'revocation_endpoint'];
    const server = Object.fromEntries([...members, ...more].map((member) => [member, odd]));
    const target = await deskGateway({ server });
    const graded = await run({
      ...common,
      only: ['discovery', 'pkce'],
      targets: [{ url: target.mcpUrl, era: '2025-11-25' }],
    });
    await target.close();
    expect(ids(graded, 'error')).toEqual([]);
    expect(ids(graded, 'fail')).toContain('discovery/publishes-public-keys-only');
  },
);

describe('a challenge that leads to where nobody listens', async () => {
  const target = await startStranger({ metadata: 'dead' });
  const targets = [{ url: target.mcpUrl, era: '2025-11-25', eraIsAGuess: true }] as const;
  const graded = await run({ ...common, targets: [...targets], users: people });
  await target.close();
  test('is failed for just that', () => {
    const found = ids(graded, 'fail');
    expect(found).toContain('discovery/challenge-leads-to-the-metadata');
    expect(found).toContain('discovery/serves-authorization-server-metadata');
    expect(found.filter((id) => !id.startsWith('discovery/'))).toEqual([]);
    // What stands in the documents is not judged where there are none.
    expect(found).not.toContain('discovery/endpoints-are-there-and-safe');
    expect(found).not.toContain('discovery/announces-only-what-works');
  });
  test('blocks what builds on it, and says by what', () => {
    const blocked = graded.checks.filter(({ verdict }) => verdict === 'blocked');
    expect(blocked.length).toBeGreaterThan(100);
    expect(blocked.find(({ id }) => id === 'pkce/completes-an-s256-flow')?.blockedBy).toBe(
      'discovery/serves-authorization-server-metadata',
    );
    const journeys = graded.scenarios.filter(({ verdict }) => verdict === 'blocked');
    expect(new Set(journeys.map(({ blockedBy }) => blockedBy))).toEqual(
      new Set(['discovery/serves-authorization-server-metadata']),
    );
    expect(ids(graded, 'error')).toEqual([]);
  });
});

describe('a run against the reference stack', () => {
  const only = ['pkce', 'tokens', 'revocation'];
  async function once(extra: Partial<RunOptions> = {}, mutants: Mutant[] = []): Promise<Run> {
    const stack = await startStack({ profile: 'dynamic-client', hooks: true, seed: 'twice', mutants });
    const aliases = {
      [stack.gateway.origin]: 'http://gateway.example',
      [stack.broker.origin]: 'http://broker.example',
    };
    const target = { url: stack.mcpUrl, profile: 'dynamic-client', era: '2025-11-25', hooks: stack.hooks } as const;
    try {
      return await run({ ...common, targets: [target], only, seed: 'twice', aliases, ...extra });
    } finally {
      await stack.close();
    }
  }
  const timeless = (graded: Run) =>
    JSON.stringify(graded, (key, value) => (['durationMs', 'ms'].includes(key) ? 0 : value), 1);

  test('is the same byte for byte with the same seed, but for durations', async () => {
    expect(timeless(await once())).toBe(timeless(await once()));
  });

  test('shows no token, password, code or cookie', async () => {
    const seen: string[] = [];
    const text = JSON.stringify(await once());
    for (const [, secret] of text.matchAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g)) seen.push(secret ?? 'a JWT');
    for (const pattern of [
      /"authorization":"Bearer [^«"]{3,40}/i,
      /[?&]code=(?!%C2%AB|«)[\w-]{8}/,
      /password=(?!%C2%AB|«)[\w-]/,
      /"refresh_token\\":\\"(?!«)/,
      /Set-Cookie: \w+=(?!«)/i,
    ]) {
      seen.push(...(text.match(pattern) ?? []));
    }
    expect(seen).toEqual([]);
  });

  test('an interrupted run says that it is incomplete and keeps what it has', async () => {
    const interrupt = new AbortController();
    const graded = await once({ signal: interrupt.signal, onProgress: ({ done }) => done === 5 && interrupt.abort() });
    expect(graded.complete).toBe(false);
    expect(graded.incompleteBecause).toBe('the run was interrupted');
    expect(graded.checks.length).toBeGreaterThanOrEqual(5);
  });

  test('a run that is interrupted while the target is set back says so, and has no error', async () => {
    const interrupt = new AbortController();
    const rewrites: Mutant['rewrites'] = {
      at: 'gateway',
      response(answer) {
        if (answer.path === '/test-hooks/reset') interrupt.abort();
        return answer;
      },
    };
    const graded = await once({ signal: interrupt.signal }, [{ name: 'is-interrupted', rewrites }]);
    expect(interrupt.signal.aborted).toBe(true);
    expect(graded).toMatchObject({ complete: false, incompleteBecause: 'the run was interrupted', checks: [] });
  });
});
