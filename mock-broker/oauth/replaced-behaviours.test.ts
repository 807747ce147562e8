import supertest from 'supertest';
import { afterEach, expect, test } from 'vitest';
import {
  authorize,
  type Bank,
  callApi,
  callback,
  carried,
  codeForm,
  decide,
  gatewayPartner,
  mcpUrl,
  obtainCode,
  obtainTokens,
  openBank,
  openPermission,
  rightRequest,
  signIn,
} from '../../dev/testing/bank.ts';
import type { BrokerBehaviours } from '../behaviours.ts';

// Each decision is asked for and obeyed: a brokerage in which one is replaced commits exactly that sin.

let bank: Bank;
afterEach(() => bank.close());

const yes = () => true;
const no = () => false;
const firstTimeOnly = (earlier?: unknown) => earlier === 'never';

async function codeGiven(changes: Record<string, string>, clientId?: string): Promise<boolean> {
  const browser = bank.browser();
  await signIn(browser);
  const request = {
    ...rightRequest(clientId ?? (await bank.makeKey({ scopes: ['user:information', 'order:information'] }))),
    ...changes,
  };
  const answer = await authorize(browser, request);
  if (!answer.headers.location?.startsWith('/oauth2/consent')) return carried(answer).code !== undefined;
  return carried(await decide(browser, request, 'allow')).code !== undefined;
}

async function redeemed(changes: Record<string, string>, wait = 0): Promise<boolean> {
  const clientId = await bank.makeKey();
  const code = await obtainCode(bank, clientId);
  bank.clock.advance(wait);
  return (await bank.token({ ...codeForm(clientId, code), ...changes })).status === 200;
}

async function refreshed(changes: {
  times?: number;
  wait?: number;
  scope?: string;
  byOther?: boolean;
}): Promise<boolean> {
  const clientId = await bank.makeKey();
  const { refresh_token } = (await obtainTokens(bank, clientId)).body;
  bank.clock.advance(changes.wait ?? 0);
  const client_id = changes.byOther ? await bank.makeKey() : clientId;
  const form = { grant_type: 'refresh_token', client_id, refresh_token, scope: changes.scope ?? '' };
  let status = 0;
  for (let i = 0; i < (changes.times ?? 1); i += 1) status = (await bank.token(form)).status;
  return status === 200;
}

async function exchanged(use: 'gateway' | 'direct', changes: { wait?: number; closed?: boolean; scope?: string } = {}) {
  const key = await bank.makeKey({ use });
  const { access_token } = (await obtainTokens(bank, key)).body;
  bank.clock.advance(changes.wait ?? 0);
  if (changes.closed) await bank.hook('patch', `/keys/${key}`, { active: false });
  const answer = await bank.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: gatewayPartner.clientId,
    client_secret: gatewayPartner.clientSecret,
    subject_token: access_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: changes.scope ?? '',
  });
  return answer.status === 200;
}

/** Whether the trading API still takes a token after something happened to it. */
async function tokenLives(
  use: 'gateway' | 'direct',
  happens: (clientId: string, token: string) => unknown,
): Promise<boolean> {
  const clientId = await bank.makeKey({ use });
  const { access_token } = (await obtainTokens(bank, clientId)).body;
  await happens(clientId, access_token);
  return (await callApi(bank, access_token)).status === 200;
}

const revoke = (client_id: string, token: string) =>
  supertest(bank.broker.origin).post('/oauth2/revoke').type('form').send({ client_id, token });

async function asked(email: string, changes: Record<string, string>): Promise<boolean> {
  const clientId = await bank.makeKey();
  const first = bank.browser();
  await signIn(first);
  await decide(first, rightRequest(clientId), 'allow');
  const second = bank.browser();
  await signIn(second, email);
  const answer = await authorize(second, { ...rightRequest(clientId), ...changes });
  return answer.headers.location?.startsWith('/oauth2/consent') ?? false;
}

async function comesUpAgain(): Promise<boolean> {
  const request = rightRequest(await bank.makeKey());
  const browser = bank.browser();
  await signIn(browser);
  await openPermission(browser, request);
  return (await authorize(browser, request)).headers.location?.startsWith('/oauth2/consent') ?? false;
}

const sentAway = async () =>
  (await authorize(bank.browser(), { ...rightRequest(await bank.makeKey()), redirect_uri: `${callback}/` })).status ===
  302;

const answersOf = async () => {
  const browser = bank.browser();
  await signIn(browser);
  return carried(await decide(browser, rightRequest(await bank.makeKey()), 'allow'));
};

async function forged(): Promise<boolean> {
  const browser = bank.browser();
  await signIn(browser);
  const action = `/oauth2/consent?${new URLSearchParams(rightRequest(await bank.makeKey()))}`;
  return (await browser.post(action).type('form').send({ decision: 'allow' })).status === 303;
}

async function deactivatedConnects(): Promise<boolean> {
  const key = await bank.makeKey();
  await bank.hook('patch', `/keys/${key}`, { active: false });
  return codeGiven({}, key);
}

async function wrongPasswords(): Promise<number> {
  const browser = bank.browser();
  for (let i = 0; i < 5; i += 1) await signIn(browser, 'trader@example.com', 'wrong');
  return (await signIn(browser, 'trader@example.com', 'wrong')).status;
}

async function seesForeignKey(): Promise<boolean> {
  const key = await bank.makeKey();
  const browser = bank.browser();
  await signIn(browser, 'twin@example.com');
  return (await browser.get('/client-center')).text.includes(key);
}

const header = async (path: string, name: string) => (await bank.browser().get(path)).headers[name] !== undefined;
const otherVerifier = 'another-verifier-that-is-long-enough-0123456789';
const month = 31 * 86_400_000;

type Sin = [keyof BrokerBehaviours, (given?: unknown) => boolean, () => Promise<unknown>, unknown];
const sins: Sin[] = [
  ['brokerRedirectUriIsRegistered', yes, () => codeGiven({ redirect_uri: 'https://evil.example/' }), true],
  ['brokerErrorStaysOnAPage', no, sentAway, true],
  ['brokerClientIsUsable', yes, deactivatedConnects, true],
  ['brokerResponseTypeIsCode', yes, () => codeGiven({ response_type: 'token' }), true],
  ['brokerChallengeIsPresent', yes, () => codeGiven({ code_challenge: '' }), true],
  ['brokerChallengeMethodIsS256', yes, () => codeGiven({ code_challenge_method: 'plain' }), true],
  ['brokerScopeIsWithinTheKey', yes, () => codeGiven({ scope: 'order:execution' }), true],
  ['brokerResourceIsKnown', yes, () => codeGiven({ resource: 'https://stranger.example' }), true],
  ['brokerStateIsReturned', no, async () => (await answersOf()).state, undefined],
  ['brokerIssuerIsNamed', no, async () => (await answersOf()).iss, undefined],
  ['brokerPermissionCovers', yes, () => asked('twin@example.com', {}), false],
  ['brokerPermissionIsNeeded', yes, () => asked('trader@example.com', {}), true],
  ['brokerPermissionMayBeAskedAgain', firstTimeOnly, comesUpAgain, false],
  ['brokerPermissionIsGiven', no, () => codeGiven({}), false],
  ['brokerCodeIsFresh', yes, () => redeemed({}, 60_000), true],
  ['brokerCodeIsForRedirectUri', yes, () => redeemed({ redirect_uri: mcpUrl }), true],
  ['brokerVerifierIsPresent', yes, () => redeemed({ code_verifier: '' }), true],
  ['brokerVerifierMatchesChallenge', yes, () => redeemed({ code_verifier: otherVerifier }), true],
  ['brokerRefreshTokenIsUnused', yes, () => refreshed({ times: 2 }), true],
  ['brokerRefreshTokenIsReplaced', no, () => refreshed({ times: 2 }), true],
  ['brokerRefreshTokenIsFresh', yes, () => refreshed({ wait: month }), true],
  ['brokerRefreshTokenBelongsToClient', yes, () => refreshed({ byOther: true }), true],
  ['brokerRefreshScopeIsWithinTheGrant', yes, () => refreshed({ scope: 'order:execution' }), true],
  ['brokerSubjectTokenIsForThePartner', yes, () => exchanged('gateway'), true],
  ['brokerSubjectTokenIsLive', yes, () => exchanged('direct', { closed: true }), true],
  ['brokerSubjectTokenHasNotExpired', yes, () => exchanged('direct', { wait: 3_600_000 }), true],
  ['brokerExchangedScopeIsWithinTheSubject', yes, () => exchanged('direct', { scope: 'order:execution' }), true],
  ['brokerTokenIsForTheApi', yes, () => tokenLives('direct', () => {}), true],
  ['brokerTokenHasNotExpired', yes, () => tokenLives('gateway', () => bank.clock.advance(3_600_000)), true],
  ['brokerTokenIsLive', yes, () => tokenLives('gateway', revoke), true],
  [
    'brokerClosedKeyEndsItsGrants',
    no,
    () => tokenLives('gateway', (clientId) => bank.hook('patch', `/keys/${clientId}`, { active: false })),
    true,
  ],
  [
    'brokerRevocationIsByTheTokensClient',
    yes,
    () => tokenLives('gateway', async (_clientId, token) => revoke(await bank.makeKey(), token)),
    false,
  ],
  ['brokerPasswordMatches', yes, async () => (await signIn(bank.browser(), 'trader@example.com', 'wrong')).status, 303],
  ['brokerSignInMayBeTried', yes, wrongPasswords, 401],
  ['brokerCsrfTokenMatches', yes, forged, true],
  ['brokerPageForbidsFraming', no, () => header('/sign-in', 'x-frame-options'), false],
  ['brokerAnswerForbidsStoring', no, () => header('/sign-in', 'cache-control'), false],
  [
    'brokerReturnTargetIsKnown',
    yes,
    async () => (await bank.browser().get('/sign-out?return_to=https://evil.example/')).headers.location,
    'https://evil.example/',
  ],
  ['brokerKeyBelongsToUser', yes, seesForeignKey, true],
];

test.each(sins)('%s', async (name, replacement, look, seen) => {
  bank = await openBank();
  expect(await look(), 'the sound brokerage').not.toEqual(seen);
  await bank.close();
  bank = await openBank({ [name]: replacement });
  expect(await look(), 'the broken one').toEqual(seen);
});

test('a broken brokerage lets a code, a client and a secret through', async () => {
  bank = await openBank({ brokerCodeIsUnused: yes });
  const clientId = await bank.makeKey();
  const code = await obtainCode(bank, clientId);
  await bank.token(codeForm(clientId, code));
  expect((await bank.token(codeForm(clientId, code))).status).toBe(200);
  await bank.close();
  bank = await openBank({ brokerCodeBelongsToClient: yes });
  expect((await bank.token(codeForm(await bank.makeKey(), await obtainCode(bank, await bank.makeKey())))).status).toBe(
    200,
  );
  await bank.close();
  bank = await openBank({ brokerClientSecretMatches: yes });
  const form = { grant_type: 'refresh_token', client_id: gatewayPartner.clientId, refresh_token: 'x' };
  expect((await bank.token(form)).body.error).toBe('invalid_grant');
});
