import supertest from 'supertest';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  answerOf,
  authorizeUrl,
  callMcp,
  connect,
  redeem,
  refresh,
  register,
} from '../../dev/testing/gateway-client.ts';
import { type Browser, createBrowser, hooksToken, type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import type { ProfileId } from '../types.ts';

let stack: Stack;
/** The kinds of the tokens that the brokerage was told to revoke, by a client whose they are. */
let revoked: string[];

async function start(profile: ProfileId): Promise<void> {
  revoked = [];
  stack = await startStack(
    profile,
    {},
    {
      brokerRevocationEndsTheGrant: (kind) => {
        revoked.push(kind);
        return kind === 'refresh_token';
      },
    },
  );
}
beforeEach(() => start('dynamic-client'));
afterEach(() => stack.close());

/** One grant at the brokerage has ended, and no other. */
async function endedOnce(): Promise<void> {
  await expect.poll(() => revoked.length).toBeGreaterThan(0);
  expect(revoked).toEqual(['refresh_token']);
}

async function toConsent(browser: Browser, clientId: string, parameters: Record<string, string | undefined> = {}) {
  return browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId, ...parameters })));
}

it.each([
  ['a denial', { name: 'decision', value: 'deny' }],
  ['signing out to be somebody else', { name: 'action', value: 'sign-out' }],
])(
  '%s ends what the brokerage gave for it, and leaves another connection of the client alone',
  async (_what, button) => {
    const { clientId, browser, accessToken, refreshToken } = await connect(stack);
    await browser.press(await toConsent(browser, clientId), button);
    await endedOnce();
    expect((await callMcp(stack, accessToken)).status).toBe(200);
    expect((await refresh(stack, clientId, refreshToken)).status).toBe(200);
  },
);

it('a request that was wrong ends what the brokerage gave for it', async () => {
  const { body: client } = await register(stack);
  const end = await toConsent(createBrowser(stack), client.client_id, { scope: 'nonsense' });
  expect(answerOf(end).error).toBe('invalid_scope');
  await endedOnce();
});

it('a request that nobody answers ends it when it expires, one that was answered does not', async () => {
  const { clientId, refreshToken } = await connect(stack);
  await toConsent(createBrowser(stack), clientId);
  stack.clock.advance(599_000);
  expect(revoked).toEqual([]);
  stack.clock.advance(1000);
  await endedOnce();
  expect((await refresh(stack, clientId, refreshToken)).status).toBe(200);
});

it('a code that nobody redeems ends it when it expires', async () => {
  const { body: client } = await register(stack);
  const browser = createBrowser(stack);
  const end = await browser.press(await toConsent(browser, client.client_id), { name: 'decision', value: 'allow' });
  stack.clock.advance(60_000);
  await endedOnce();
  expect((await redeem(stack, client.client_id, answerOf(end).code!)).body.error).toBe('invalid_grant');
});

it('a sign-in for a page needs no tokens beyond the sign-in', async () => {
  const browser = createBrowser(stack);
  const page = await browser.signIn(await browser.go(`${stack.gateway.origin}/ai-clients`));
  expect(page.html).toContain('No client is connected');
  await endedOnce();
});

it.each([
  ['a connection cancelled', {}, {}, 'cancel', 'access_denied'],
  ['a key that holds nothing of what was asked', {}, { scope: 'order:execution' }, 'continue', 'invalid_scope'],
  ['a key that does not say who the user is', { scopes: ['account:information'] }, {}, undefined, undefined],
])('%s ends what the brokerage gave for it', async (_what, changes, parameters, action, error) => {
  await stack.close();
  await start('static-client');
  const { body } = await supertest(stack.gateway.origin)
    .post('/test-hooks/keys')
    .auth(hooksToken, { type: 'bearer' })
    .send({
      user: 'trader@example.com',
      name: 'Claude MCP',
      redirect_uri: `${stack.gateway.origin}/auth/callback`,
      scopes: ['user:information'],
      ...changes,
    });
  const browser = createBrowser(stack);
  const permission = await toConsent(browser, body.client_id, parameters);
  const page = await browser.press(permission, { name: 'decision', value: 'allow' });
  if (action) expect(answerOf(await browser.press(page, { name: 'action', value: action })).error).toBe(error);
  else expect(page.errorCode).toBe('insufficient_scope');
  await endedOnce();
});
