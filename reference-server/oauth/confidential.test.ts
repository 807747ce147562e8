import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, connect, register } from '../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, startStack, verifier } from '../../dev/testing/gateway-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('gold');
});
afterEach(() => stack.close());

const origin = () => stack.gateway.origin;
const post = (path: string, form: Record<string, string>) => supertest(origin()).post(path).type('form').send(form);

/** A code for this client, after its user has signed in and said yes. */
async function codeFor(clientId: string): Promise<string> {
  const browser = createBrowser(stack);
  const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId })));
  return answerOf(await browser.press(page, { name: 'decision', value: 'allow' })).code!;
}

const redeeming = (code: string) => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: verifier,
  redirect_uri: redirectUri,
});
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

describe('a client with a secret', () => {
  it('is what a client becomes that names no method, as the document says', async () => {
    const { body } = await register(stack, { token_endpoint_auth_method: undefined });
    expect(body).toMatchObject({ token_endpoint_auth_method: 'client_secret_basic', client_secret_expires_at: 0 });
    expect(body.client_secret).toMatch(/^[\w-]{43}$/);
  });

  it('gets tokens in the way that it registered for, and in no other', async () => {
    const { body: client } = await register(stack, { token_endpoint_auth_method: 'client_secret_basic' });
    const { client_id, client_secret } = client;
    const code = await codeFor(client_id);
    const tries = [
      await post('/oauth/token', { ...redeeming(code), client_id }),
      await post('/oauth/token', { ...redeeming(code), client_id, client_secret }),
      await post('/oauth/token', redeeming(code)).set('Authorization', basic(client_id, 'wrong')),
      await post('/oauth/token', { ...redeeming(code), client_id, client_secret }).set(
        'Authorization',
        basic(client_id, client_secret),
      ),
    ];
    expect(tries.map(({ status, body }) => [status, body.error])).toEqual([
      [401, 'invalid_client'],
      [401, 'invalid_client'],
      [401, 'invalid_client'],
      [400, 'invalid_request'],
    ]);
    const good = await post('/oauth/token', redeeming(code)).set('Authorization', basic(client_id, client_secret));
    expect(good.body.token_type).toBe('Bearer');
  });

  it('may send it in the body where it registered for that', async () => {
    const { body } = await register(stack, { token_endpoint_auth_method: 'client_secret_post' });
    const { client_id, client_secret } = body;
    const code = await codeFor(client_id);
    const { status } = await post('/oauth/token', { ...redeeming(code), client_id, client_secret });
    expect(status).toBe(200);
  });
});

it('a method that is not offered is refused', async () => {
  for (const method of ['client_secret_jwt', 'tls_client_auth', 'x']) {
    const { status, body } = await register(stack, { token_endpoint_auth_method: method });
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
  }
});

describe('a client with a key', () => {
  const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  let clientId: string;
  let made = 0;
  beforeEach(async () => {
    pair = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] };
    const { body } = await register(stack, { token_endpoint_auth_method: 'private_key_jwt', jwks });
    clientId = body.client_id;
    expect(body.client_secret).toBeUndefined();
  });

  const seconds = () => Math.floor(stack.clock.now() / 1000);
  const claims = (over: JWTPayload = {}): JWTPayload => ({
    iss: clientId,
    sub: clientId,
    aud: origin(),
    jti: `assertion ${++made}`,
    iat: seconds(),
    exp: seconds() + 60,
    ...over,
  });
  const assert = (payload: JWTPayload, key = pair.privateKey, header: object = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'one', ...header }).sign(key);
  const ask = (code: string, client_assertion: string, over: Record<string, string> = {}) =>
    post('/oauth/token', { ...redeeming(code), client_assertion, client_assertion_type: assertionType, ...over });

  it('proves itself with it, by the issuer or the token endpoint as audience', async () => {
    for (const aud of [origin(), `${origin()}/oauth/token`, [origin(), 'https://other.example']]) {
      const { status } = await ask(await codeFor(clientId), await assert(claims({ aud })));
      expect(status).toBe(200);
    }
  });

  it('is refused with anything less', async () => {
    const code = await codeFor(clientId);
    const other = await generateKeyPair('ES256');
    const good = await assert(claims());
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`;
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
    const tries = [
      await ask(code, await assert(claims(), other.privateKey)),
      await ask(code, await assert(claims({ sub: 'another' }))),
      await ask(code, await assert(claims({ iss: 'another' }))),
      await ask(code, await assert(claims({ aud: 'https://other.example' }))),
      await ask(code, await assert(claims({ exp: seconds() }))),
      await ask(code, await assert(claims({ exp: seconds() + 3_600 }))),
      await ask(code, await assert(claims({ exp: undefined }))),
      await ask(code, await assert(claims({ jti: undefined }))),
      await ask(code, await assert(claims({ nbf: seconds() + 120 }))),
      await ask(code, await assert(claims(), pair.privateKey, { kid: 'two' })),
      await ask(code, unsigned),
      await ask(code, await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret)),
      await ask(code, good, { client_assertion_type: 'x' }),
      await post('/oauth/token', { ...redeeming(code), client_id: clientId }),
      await post('/oauth/token', { ...redeeming(code), client_id: clientId, client_secret: 's' }),
    ];
    for (const [n, { status, body }] of tries.entries())
      expect([n, status, body.error]).toEqual([n, 401, 'invalid_client']);
    expect((await ask(code, good, { client_secret: 's' })).body.error).toBe('invalid_request');
    expect((await ask(code, good)).status).toBe(200);
  });

  it('is refused with an assertion that it used before, also at another endpoint', async () => {
    const used = await assert(claims());
    expect((await ask(await codeFor(clientId), used)).status).toBe(200);
    const form = { client_assertion: used, client_assertion_type: assertionType, token: 'x' };
    expect((await post('/oauth/revoke', form)).status).toBe(401);
    expect((await post('/oauth/revoke', { ...form, client_assertion: await assert(claims()) })).status).toBe(200);
  });

  it('registers public keys, and at least one', async () => {
    const method = { token_endpoint_auth_method: 'private_key_jwt' };
    const exported = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
    for (const keys of [
      {},
      { jwks: { keys: [] } },
      { jwks: { keys: [exported] } },
      { jwks_uri: 'http://a.example/k' },
    ]) {
      const { status } = await register(stack, { ...method, ...keys });
      expect(status).toBe(400);
    }
  });
});

describe('a registration', () => {
  const at = (url: string, token: string) => ({
    read: () => supertest(url).get('').set('Authorization', `Bearer ${token}`),
    change: (body: object) => supertest(url).put('').set('Authorization', `Bearer ${token}`).send(body),
    remove: () => supertest(url).delete('').set('Authorization', `Bearer ${token}`),
  });

  it('is read, changed and given back by whoever has its token', async () => {
    const { body: client } = await register(stack);
    const { read, change, remove } = at(client.registration_client_uri, client.registration_access_token);
    const { client_id } = client;
    expect((await read()).body).toEqual(client);
    const other = 'https://app.example/callback';
    const changed = await change({
      client_id,
      client_name: 'Another name',
      redirect_uris: [other],
      token_endpoint_auth_method: 'none',
    });
    expect([changed.status, changed.body.client_name, changed.body.redirect_uris]).toEqual([
      200,
      'Another name',
      [other],
    ]);
    const page = await createBrowser(stack).go(authorizeUrl(stack, { client_id }));
    expect(page.errorCode).toBe('redirect_uri_mismatch');
    expect((await remove()).status).toBe(204);
    expect((await read()).status).toBe(401);
    expect((await createBrowser(stack).go(authorizeUrl(stack, { client_id }))).errorCode).toBe('invalid_client');
  });

  it('grants nothing any more to what it was when it asked', async () => {
    for (const ending of ['change', 'remove'] as const) {
      const { body: client } = await register(stack);
      const { client_id } = client;
      const registration = at(client.registration_client_uri, client.registration_access_token);
      const browser = createBrowser(stack);
      const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id })));
      const redirect_uris = ['https://app.example/callback'];
      await registration[ending]({ client_id, redirect_uris, token_endpoint_auth_method: 'none' });
      const answered = await browser.press(page, { name: 'decision', value: 'allow' });
      expect(answered.errorCode).toBe('client_changed');
      const { status, body } = await registration.read();
      expect([status, body.redirect_uris]).toEqual(ending === 'change' ? [200, redirect_uris] : [401, undefined]);
    }
  });

  it('is nobody else’s', async () => {
    const { body: one } = await register(stack);
    const { body: two } = await register(stack);
    for (const token of [two.registration_access_token, '', 'x']) {
      const { read, change, remove } = at(one.registration_client_uri, token);
      const answers = [await read(), await change({ client_id: one.client_id }), await remove()];
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    }
  });

  it('is not changed in what the server alone tells', async () => {
    const { body: client } = await register(stack);
    const { change } = at(client.registration_client_uri, client.registration_access_token);
    const right = { client_id: client.client_id, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' };
    for (const wrong of [
      { client_id: 'another' },
      { client_id_issued_at: 1 },
      { registration_access_token: 'x' },
      { client_secret: 'mine' },
      { token_endpoint_auth_method: 'client_secret_basic' },
      { redirect_uris: ['javascript:alert(1)'] },
    ]) {
      expect((await change({ ...right, ...wrong })).status).toBe(400);
    }
    expect((await change(right)).status).toBe(200);
  });

  it('ends its connections with it', async () => {
    const { body: client } = await register(stack);
    const { accessToken } = await connect(stack, { clientId: client.client_id });
    const call = () => supertest(stack.gateway.mcpUrl).post('').set('Authorization', `Bearer ${accessToken}`).send({});
    expect((await call()).status).not.toBe(401);
    await at(client.registration_client_uri, client.registration_access_token).remove();
    expect((await call()).status).toBe(401);
  });
});

describe('introspection', () => {
  let id: string;
  let secret: string;
  let tokens: Record<string, string>;
  beforeEach(async () => {
    const { body } = await register(stack, { token_endpoint_auth_method: 'client_secret_basic' });
    ({ client_id: id, client_secret: secret } = body);
    const answer = await post('/oauth/token', redeeming(await codeFor(id))).set('Authorization', basic(id, secret));
    tokens = answer.body;
  });
  const ask = (token: string | undefined, header = basic(id, secret)) =>
    post('/oauth/introspect', token === undefined ? {} : { token }).set('Authorization', header);

  it('tells a client of its own tokens', async () => {
    const access = await ask(tokens.access_token);
    expect(access.headers['cache-control']).toBe('no-store');
    expect(access.body).toMatchObject({
      active: true,
      client_id: id,
      token_type: 'Bearer',
      scope: tokens.scope,
      aud: stack.gateway.mcpUrl,
      iss: origin(),
    });
    expect((await ask(tokens.refresh_token)).body).toMatchObject({ active: true, client_id: id, scope: tokens.scope });
  });

  it('tells nothing of what is over, made up, or another’s', async () => {
    const { accessToken, refreshToken } = await connect(stack);
    for (const token of [accessToken, refreshToken, 'made up'])
      expect((await ask(token)).body).toEqual({ active: false });
    stack.clock.advance(3_600_000);
    expect((await ask(tokens.access_token)).body).toEqual({ active: false });
    await post('/oauth/revoke', { token: tokens.refresh_token! }).set('Authorization', basic(id, secret));
    expect((await ask(tokens.refresh_token)).body).toEqual({ active: false });
  });

  it('is for those who prove who they are', async () => {
    const { clientId } = await connect(stack);
    expect((await post('/oauth/introspect', { token: tokens.access_token!, client_id: clientId })).status).toBe(401);
    expect((await ask(tokens.access_token, basic(id, 'wrong'))).status).toBe(401);
    expect((await ask(undefined)).status).toBe(400);
  });
});
