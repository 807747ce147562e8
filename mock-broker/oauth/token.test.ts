import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Bank,
  callApi,
  callback,
  codeForm,
  gatewayPartner,
  mcpUrl,
  obtainCode,
  obtainTokens,
  openBank,
  type Reply,
} from '../../dev/testing/bank.ts';

let bank: Bank;
let clientId: string;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());
beforeEach(async () => {
  bank.broker.reset();
  clientId = await bank.makeKey();
});

const said = ({ status, body }: Reply) => [status, body.error];
const refreshForm = (refresh_token: string, client_id = clientId) => ({
  grant_type: 'refresh_token',
  client_id,
  refresh_token,
});

describe('redeeming a code', () => {
  test('gives a signed access token for the API and a refresh token', async () => {
    const answer = await obtainTokens(bank, clientId);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token_expires_in: 2_592_000,
      scope: 'user:information order:information',
      user: { email: 'trader@example.com', plan: 'elite', accounts: [{ account_number: expect.any(String) }] },
    });
    const { origin } = bank.broker;
    const keys = createRemoteJWKSet(new URL(`${origin}/oauth2/jwks`));
    const checks = { issuer: origin, audience: origin, typ: 'at+jwt', currentDate: new Date(bank.clock.now()) };
    const { payload } = await jwtVerify(answer.body.access_token, keys, checks);
    expect(payload).toMatchObject({ client_id: clientId, scope: answer.body.scope, jti: expect.any(String) });
    expect(payload.exp! - payload.iat!).toBe(3600);
    expect(decodeProtectedHeader(answer.body.access_token).alg).toBe('EdDSA');
    expect((await callApi(bank, answer.body.access_token)).body.email).toBe('trader@example.com');
  });

  test('takes JSON too', async () => {
    const code = await obtainCode(bank, clientId);
    const answer = await supertest(bank.broker.origin).post('/oauth2/token').send(codeForm(clientId, code));
    expect(answer.status).toBe(200);
  });

  test.each([
    ['a wrong verifier', { code_verifier: 'another-verifier-that-is-long-enough-0123456789' }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_request'],
    ['another redirect URI', { redirect_uri: `${callback}/` }, 'invalid_grant'],
    ['no redirect URI', { redirect_uri: '' }, 'invalid_grant'],
    ['no code', { code: '' }, 'invalid_request'],
    ['a code that was never issued', { code: 'made-up' }, 'invalid_grant'],
    ['another resource', { resource: 'https://stranger.example' }, 'invalid_target'],
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_name, change, error) => {
    const form = { ...codeForm(clientId, await obtainCode(bank, clientId)), ...(change as Record<string, string>) };
    const answer = await bank.token(form);
    expect(said(answer)).toEqual([400, error]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('refuses another client, and the right one still gets its tokens', async () => {
    const code = await obtainCode(bank, clientId);
    expect(said(await bank.token(codeForm(await bank.makeKey(), code)))).toEqual([400, 'invalid_grant']);
    expect((await bank.token(codeForm(clientId, code))).status).toBe(200);
  });

  test('works for 60 seconds and not a moment longer', async () => {
    const [early, late] = [await obtainCode(bank, clientId), await obtainCode(bank, clientId)];
    bank.clock.advance(59_999);
    expect((await bank.token(codeForm(clientId, early))).status).toBe(200);
    bank.clock.advance(1);
    const answer = await bank.token(codeForm(clientId, late));
    expect(said(answer)).toEqual([400, 'invalid_grant']);
    expect(answer.body.error_description).toContain('expired');
  });

  test('a code that is used again takes back what it gave', async () => {
    const code = await obtainCode(bank, clientId);
    const { body } = await bank.token(codeForm(clientId, code));
    expect(said(await bank.token(codeForm(clientId, code)))).toEqual([400, 'invalid_grant']);
    expect((await callApi(bank, body.access_token)).status).toBe(401);
    expect(said(await bank.token(refreshForm(body.refresh_token)))).toEqual([400, 'invalid_grant']);
  });

  test('takes POST only, with an answer that says so', async () => {
    const answer = await supertest(bank.broker.origin).get('/oauth2/token?code=x');
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
  });

  test('refuses a parameter that comes twice, a body that is no form, and one that is too large', async () => {
    const post = () => supertest(bank.broker.origin).post('/oauth2/token');
    const twice = await post()
      .type('form')
      .send(`${new URLSearchParams(codeForm(clientId, 'x'))}&code=y`);
    expect(said(twice)).toEqual([400, 'invalid_request']);
    expect(said(await post().type('json').send('{"grant_type":'))).toEqual([400, 'invalid_request']);
    expect(said(await post().type('text').send('hello'))).toEqual([400, 'invalid_request']);
    expect(
      (
        await post()
          .type('form')
          .send({ code: 'x'.repeat(20_000) })
      ).status,
    ).toBe(413);
  });
});

describe('clients that cannot be used', () => {
  test('unknown, deactivated and deleted are invalid_client', async () => {
    const code = await obtainCode(bank, clientId);
    expect(said(await bank.token(codeForm('never-made', code)))).toEqual([401, 'invalid_client']);
    await bank.hook('patch', `/keys/${clientId}`, { active: false });
    expect(said(await bank.token(codeForm(clientId, code)))).toEqual([401, 'invalid_client']);
    await bank.hook('delete', `/keys/${clientId}`);
    expect(said(await bank.token(codeForm(clientId, code)))).toEqual([401, 'invalid_client']);
  });

  test.each(['deactivate', 'delete'])('to %s a key ends its connections at once and for good', async (how) => {
    const { body } = await obtainTokens(bank, clientId);
    if (how === 'delete') await bank.hook('delete', `/keys/${clientId}`);
    else await bank.hook('patch', `/keys/${clientId}`, { active: false });
    expect((await callApi(bank, body.access_token)).status).toBe(401);
    expect(said(await bank.token(refreshForm(body.refresh_token)))).toEqual([401, 'invalid_client']);
    if (how === 'delete') return;
    await bank.hook('patch', `/keys/${clientId}`, { active: true });
    expect((await callApi(bank, body.access_token)).status).toBe(401);
    expect((await callApi(bank, (await obtainTokens(bank, clientId)).body.access_token)).status).toBe(200);
  });

  test('a partner without its secret, with a wrong one, or with two', async () => {
    const form = { grant_type: 'refresh_token', client_id: gatewayPartner.clientId, refresh_token: 'x' };
    expect(said(await bank.token(form))).toEqual([401, 'invalid_client']);
    expect(said(await bank.token({ ...form, client_secret: 'wrong' }))).toEqual([401, 'invalid_client']);
    const post = () => supertest(bank.broker.origin).post('/oauth2/token').type('form');
    const header = await post().auth(gatewayPartner.clientId, 'wrong').send(form);
    expect(said(header)).toEqual([401, 'invalid_client']);
    expect(header.headers['www-authenticate']).toContain('Basic');
    const both = await post()
      .auth(gatewayPartner.clientId, 'x')
      .send({ ...form, client_secret: 'x' });
    expect(said(both)).toEqual([400, 'invalid_request']);
  });
});

describe('the API refuses', () => {
  test('tokens that are tampered with, foreign or from before a reset', async () => {
    const { access_token } = (await obtainTokens(bank, clientId)).body;
    const [header, payload, signature] = access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, scope: 'order:execution' })).toString('base64url');
    expect((await callApi(bank, `${header}.${forged}.${signature}`)).status).toBe(401);
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    expect((await callApi(bank, `${none}.${payload}.`)).status).toBe(401);
    bank.broker.reset();
    expect((await callApi(bank, access_token)).status).toBe(401);
  });

  test('tokens of a key for direct use: their audience is the MCP URL', async () => {
    const direct = await bank.makeKey({ use: 'direct' });
    const { access_token } = (await obtainTokens(bank, direct, { resource: mcpUrl })).body;
    expect((await callApi(bank, access_token)).status).toBe(401);
  });
});

test('the metadata names every endpoint and has no registration', async () => {
  const { body } = await supertest(bank.broker.origin).get('/.well-known/oauth-authorization-server');
  expect(body).toMatchObject({
    issuer: bank.broker.origin,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  });
  expect(body).not.toHaveProperty('registration_endpoint');
  expect(body.scopes_supported).toHaveLength(10);
  const jwks = await supertest(bank.broker.origin).get('/oauth2/jwks');
  expect(jwks.body.keys).toHaveLength(1);
  expect(jwks.body.keys[0]).not.toHaveProperty('d');
});
