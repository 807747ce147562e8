import { decodeJwt } from 'jose';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type Bank,
  callApi,
  firstParty,
  gatewayPartner,
  mcpUrl,
  obtainTokens,
  openBank,
  type Reply,
} from '../../dev/testing/bank.ts';

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

let bank: Bank;
let direct: string;
let subject: string;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());
beforeEach(async () => {
  bank.broker.reset();
  direct = await bank.makeKey({ use: 'direct' });
  subject = (await obtainTokens(bank, direct)).body.access_token;
});

const exchange = async (changes: Record<string, string> = {}, partner = gatewayPartner): Promise<Reply> =>
  supertest(bank.broker.origin)
    .post('/oauth2/token')
    .type('form')
    .auth(encodeURIComponent(partner.clientId), encodeURIComponent(partner.clientSecret))
    .send({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: subject,
      subject_token_type: accessTokenType,
      ...changes,
    });

const said = ({ status, body }: Reply) => [status, body.error];

test('a direct-use token is for the MCP URL; the exchanged one is for the API, of the same user', async () => {
  expect(decodeJwt(subject).aud).toBe(mcpUrl);
  const answer = await exchange();
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ issued_token_type: accessTokenType, token_type: 'Bearer' });
  expect(answer.body).not.toHaveProperty('refresh_token');
  const claims = decodeJwt(answer.body.access_token);
  expect(claims).toMatchObject({ aud: bank.broker.origin, act: { sub: gatewayPartner.clientId } });
  expect(claims.sub).toBe(decodeJwt(subject).sub);
  expect((await callApi(bank, answer.body.access_token)).body.email).toBe('trader@example.com');
});

test('the exchanged token lives no longer and opens no more', async () => {
  bank.clock.advance(3_000_000);
  expect((await exchange()).body.expires_in).toBe(600);
  expect((await exchange({ scope: 'order:information' })).body.scope).toBe('order:information');
  expect(said(await exchange({ scope: 'order:execution' }))).toEqual([400, 'invalid_scope']);
});

test('secret in the body works too', async () => {
  const { clientId, clientSecret } = gatewayPartner;
  const answer = await bank.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subject,
    subject_token_type: accessTokenType,
    client_id: clientId,
    client_secret: clientSecret,
  });
  expect(answer.status).toBe(200);
});

test.each([
  ['no subject token', { subject_token: '' }, 'invalid_request'],
  ['another token type', { subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' }, 'invalid_request'],
  ['a wish for another type', { requested_token_type: 'urn:ietf:params:oauth:token-type:jwt' }, 'invalid_request'],
  ['what is no token of ours', { subject_token: 'made.up.token' }, 'invalid_request'],
  ['another target', { audience: 'https://stranger.example' }, 'invalid_target'],
])('refuses %s', async (_name, changes, error) => {
  expect(said(await exchange(changes as Record<string, string>))).toEqual([400, error]);
});

test('refuses a token that was issued for the API or for another partner', async () => {
  const ordinary = (await obtainTokens(bank, await bank.makeKey())).body.access_token;
  expect(said(await exchange({ subject_token: ordinary }))).toEqual([400, 'invalid_request']);
  expect(said(await exchange({}, firstParty))).toEqual([400, 'invalid_request']);
});

test('refuses an expired token', async () => {
  bank.clock.advance(3_600_000);
  expect(said(await exchange())).toEqual([400, 'invalid_request']);
});

test('a closed key ends the direct token and the exchanged one', async () => {
  const upstream = (await exchange()).body.access_token;
  await bank.hook('patch', `/keys/${direct}`, { active: false });
  expect(said(await exchange())).toEqual([400, 'invalid_request']);
  expect((await callApi(bank, upstream)).status).toBe(401);
});

test('a key cannot exchange', async () => {
  const answer = await bank.token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    client_id: direct,
    subject_token: subject,
    subject_token_type: accessTokenType,
  });
  expect(said(answer)).toEqual([400, 'unauthorized_client']);
});

test('a revoked direct token is not exchanged', async () => {
  await supertest(bank.broker.origin).post('/oauth2/revoke').type('form').send({ client_id: direct, token: subject });
  expect(said(await exchange())).toEqual([400, 'invalid_request']);
});
