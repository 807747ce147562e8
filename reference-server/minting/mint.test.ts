import { decodeJwt } from 'jose';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hooksToken, type Stack } from '../../dev/testing/gateway-stack.ts';
import {
  ask,
  credentials,
  hook,
  mint,
  mintWith,
  oneShare,
  startMinting,
  use,
} from '../../dev/testing/minting-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startMinting();
});
afterEach(() => stack.close());

describe('minting', () => {
  it('gives a token for an hour, with the scopes that were asked for, that nobody stores', async () => {
    const { status, body, headers } = await mintWith(stack, credentials(), { scopes: ['trade', 'read'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scopes: ['trade', 'read'] });
    expect(headers['cache-control']).toBe('no-store');
    const { iss, aud, iat, exp, client_id, scope } = decodeJwt(body.access_token);
    expect({ iss, aud, lives: exp! - iat!, client_id, scope }).toEqual({
      iss: stack.gateway.apiOrigin,
      aud: stack.gateway.mcpUrl,
      lives: 3600,
      client_id: 'meadow',
      scope: 'trade read',
    });
  });

  it('gives a second token beside the first, each to its own end', async () => {
    const first = await mint(stack);
    stack.clock.advance(1_800_000);
    const second = await mint(stack);
    expect([(await ask(stack, first, 'tools/list')).status, (await ask(stack, second, 'tools/list')).status]).toEqual([
      200, 200,
    ]);
    stack.clock.advance(1_800_000);
    const over = await ask(stack, first, 'tools/list');
    expect(over.status).toBe(401);
    expect(over.headers['www-authenticate']).toMatch(/error="invalid_token"/);
    expect(over.headers['www-authenticate']).toContain(`POST ${stack.gateway.apiOrigin}/auth/tokens/user`);
    expect((await ask(stack, second, 'tools/list')).status).toBe(200);
  });

  it('has an origin of its own, and pretends no OAuth', async () => {
    expect(new URL(stack.gateway.apiOrigin!).origin).not.toBe(stack.gateway.origin);
    expect((await supertest(stack.gateway.origin).post('/auth/tokens/user')).status).toBe(404);
    expect((await supertest(stack.gateway.apiOrigin!).post('/mcp')).status).toBe(404);
    const { headers, status } = await supertest(stack.gateway.origin).post('/mcp').send({});
    expect(status).toBe(401);
    expect(headers['www-authenticate']).not.toContain('resource_metadata');
    for (const path of ['oauth-protected-resource/mcp', 'oauth-authorization-server', 'openid-configuration']) {
      expect((await supertest(stack.gateway.origin).get(`/.well-known/${path}`)).status).toBe(404);
    }
  });
});

describe('what is refused', () => {
  const refused = async (headers: Record<string, string | undefined>, body?: unknown) => {
    const answer = await mintWith(stack, headers, body);
    expect(answer.headers['cache-control']).toBe('no-store');
    return [answer.status, answer.body.error];
  };
  const with_ = (changes: Record<string, string | undefined>) => ({ ...credentials(), ...changes });

  it.each(['client-id', 'client-secret', 'user-id', 'user-secret'])('a request without %s', async (name) => {
    expect(await refused(with_({ [name]: undefined }))).toEqual([401, 'credentials_missing']);
  });

  it('a platform that is unknown, and one with a wrong secret, word for word alike', async () => {
    const unknown = await mintWith(stack, with_({ 'client-id': 'nobody' }));
    const wrong = await mintWith(stack, with_({ 'client-secret': 'wrong' }));
    expect([unknown.status, unknown.text]).toEqual([401, wrong.text]);
    expect(wrong.body.error).toBe('invalid_platform_credentials');
  });

  it('a person who is unknown, one with a wrong secret, and one of another platform, word for word alike', async () => {
    const answers = [
      await mintWith(stack, with_({ 'user-id': 'nobody' })),
      await mintWith(stack, with_({ 'user-secret': 'wrong' })),
      await mintWith(stack, with_({ 'user-id': 'olga', 'user-secret': 'olga-secret' })),
      // The same name at the other platform, with the secret that is right there.
      await mintWith(stack, with_({ 'user-secret': 'other-secret' })),
    ];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.body.error).toBe('invalid_user_credentials');
  });

  it.each([
    ['none', {}],
    ['an empty list', { scopes: [] }],
    ['trade alone', { scopes: ['trade'] }],
    ['one that is unknown', { scopes: ['read', 'admin'] }],
    ['one twice', { scopes: ['read', 'read'] }],
    ['text', { scopes: 'read' }],
    ['numbers', { scopes: [1] }],
    ['nothing', { scopes: null }],
    ['a body that is a list', ['read']],
  ])('scopes that are %s', async (_, body) => {
    expect(await refused(credentials(), body)).toEqual([400, 'invalid_scope']);
  });

  it('a person without a broker', async () => {
    expect(await refused(credentials('nora'))).toEqual([409, 'user_not_connected']);
  });

  it('a body of another kind, one that is broken, one that is too large, and other methods', async () => {
    const post = () => supertest(stack.gateway.apiOrigin!).post('/auth/tokens/user').set(credentials());
    expect((await post().type('form').send('scopes=read')).status).toBe(415);
    expect((await post()).status).toBe(415);
    expect((await post().type('json').send('{"scopes":')).body.error).toBe('invalid_request');
    expect(
      (
        await post()
          .type('json')
          .send({ scopes: ['x'.repeat(9000)] })
      ).status,
    ).toBe(413);
    for (const method of ['get', 'put', 'delete'] as const) {
      const { status, headers } = await supertest(stack.gateway.apiOrigin!)[method]('/auth/tokens/user');
      expect([status, headers.allow]).toEqual([405, 'POST']);
    }
  });

  it('secrets in the address, even beside the headers', async () => {
    for (const query of ['client_secret=x', 'user-secret=x', 'CLIENT-ID=x']) {
      const { status, body } = await supertest(stack.gateway.apiOrigin!)
        .post(`/auth/tokens/user?${query}`)
        .set(credentials())
        .send({ scopes: ['read'] });
      expect([status, body.error]).toEqual([400, 'credentials_in_query']);
    }
  });

  it('whoever guesses on, for a minute, whatever they send then', async () => {
    for (let n = 0; n < 10; n++) expect((await refused(with_({ 'user-secret': `guess-${n}` })))[0]).toBe(401);
    const stopped = await mintWith(stack, credentials());
    expect([stopped.status, stopped.body.error, stopped.headers['retry-after']]).toEqual([
      429,
      'too_many_attempts',
      '60',
    ]);
    // Others of the platform go on: nobody can lock a whole platform out by one person's name.
    expect((await mintWith(stack, credentials('tim'))).status).toBe(200);
    stack.clock.advance(60_000);
    expect((await mintWith(stack, credentials())).status).toBe(200);
    for (let n = 0; n < 10; n++) await refused(with_({ 'client-secret': `guess-${n}` }));
    expect((await mintWith(stack, credentials('tim'))).status).toBe(429);
  });
});

describe('who a token is for', () => {
  it('two people of one platform, and two platforms with a person of the same name, see their own', async () => {
    const accounts = async (token: string) =>
      (await use(stack, token, 'list_accounts')).result.accounts.map((one: { account_id: string }) => one.account_id);
    const tess = await accounts(await mint(stack, 'tess'));
    const tim = await accounts(await mint(stack, 'tim'));
    const other = await accounts(await mint(stack, 'tess', { clientId: 'orchard' }));
    expect([tess.length, tim.length, other.length]).toEqual([1, 2, 1]);
    expect(new Set([...tess, ...tim, ...other]).size).toBe(4);
    const { error } = await use(stack, await mint(stack), 'get_balances', { account_id: other[0] });
    expect(error.code).toBe('unknown_account');
  });

  it.each([
    ['another audience', { aud: 'https://other.example/mcp' }],
    ['another issuer', { iss: 'https://other.example' }],
    ['no expiry', { exp: null }],
    ['another platform', { client_id: 'orchard' }],
    ['another person', { sub: 'somebody' }],
    ['no signature', { header: { alg: 'none' } }],
    ['the public key as a secret', { header: { alg: 'HS256' } }],
  ])('a token with %s is refused', async (_, claims) => {
    await mint(stack);
    const { access_token } = await hook(stack, 'post', '/tokens', { user: 'tess', client_id: 'meadow', claims });
    expect((await ask(stack, access_token, 'tools/list')).status).toBe(401);
  });

  it('whoever was removed has no token any more', async () => {
    const token = await mint(stack);
    await hook(stack, 'delete', '/platforms/meadow/users/tess');
    expect((await ask(stack, token, 'tools/list')).status).toBe(401);
    expect((await mintWith(stack, credentials())).body.error).toBe('invalid_user_credentials');
  });

  it('is never told to the broker, and the broker’s refusal of a connection is not the client’s 401', async () => {
    const token = await mint(stack);
    await use(stack, token, 'list_accounts');
    await hook(stack, 'delete', '/users/trader@example.com/connections/own');
    const { status, error } = await use(stack, token, 'get_quote', { symbol: 'AAPL' });
    expect(status).toBe(200);
    expect(error).toMatchObject({ status: 401, code: 40110000 });
    expect((await ask(stack, token, 'tools/list')).status).toBe(200);
  });
});

describe('limits', () => {
  const read = (token: string) => use(stack, token, 'list_connections');

  it('are sixty calls in any minute, over all tokens of a person, and a tool error says when there is room', async () => {
    const tokens = [await mint(stack), await mint(stack)];
    for (let n = 0; n < 60; n++) {
      expect((await read(tokens[n % 2]!)).error).toBeUndefined();
      if (n === 0) stack.clock.advance(10_000);
    }
    const over = await read(tokens[0]!);
    expect([over.status, over.error.code, over.error.retry_after_seconds]).toEqual([200, 'rate_limit_exceeded', 50]);
    expect((await read(await mint(stack, 'tim'))).error).toBeUndefined();
    expect((await read(await mint(stack, 'tess', { clientId: 'orchard' }))).error).toBeUndefined();
    stack.clock.advance(49_999);
    expect((await read(tokens[0]!)).error.code).toBe('rate_limit_exceeded');
    stack.clock.advance(1);
    expect((await read(tokens[1]!)).error).toBeUndefined();
    expect((await read(tokens[1]!)).error.code).toBe('rate_limit_exceeded');
  });

  it('are thirty for tools that trade, which count among the sixty, and what is refused reaches no broker', async () => {
    const token = await mint(stack);
    const trade = () => use(stack, token, 'confirm_trade', { confirmation_id: 'made-up' });
    for (let n = 0; n < 30; n++) expect((await trade()).error.code).toBe('confirmation_not_found');
    const before = (await hook(stack, 'get', '/journal')).entries.length;
    expect((await use(stack, token, 'create_order', oneShare)).error.code).toBe('rate_limit_exceeded');
    expect((await hook(stack, 'get', '/journal')).entries.length).toBe(before);
    for (let n = 0; n < 30; n++) expect((await read(token)).error).toBeUndefined();
    expect((await read(token)).error.code).toBe('rate_limit_exceeded');
  });
});

it('the hooks say where tokens are minted, and let nobody in without their own token', async () => {
  const hooks = await hook(stack, 'get', '/');
  expect(hooks.hooks).toContain('platforms');
  expect(hooks.api).toBe(stack.gateway.apiOrigin);
  const { status } = await supertest(stack.gateway.origin)
    .post('/test-hooks/platforms')
    .set('Authorization', `Bearer ${hooksToken}x`);
  expect(status).toBe(401);
});
