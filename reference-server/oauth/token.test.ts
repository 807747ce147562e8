import { decodeJwt, decodeProtectedHeader } from 'jose';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerOf,
  authorizeUrl,
  callMcp,
  connect,
  postToken,
  redeem,
  refresh,
  register,
} from '../../dev/testing/gateway-client.ts';
import { createBrowser, hooksToken, type Stack, startStack, verifier } from '../../dev/testing/gateway-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('dynamic-client');
});
afterEach(() => stack.close());

async function codeFor(scope?: string) {
  const { body } = await register(stack);
  const clientId: string = body.client_id;
  const browser = createBrowser(stack);
  const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId, scope })));
  const end = await browser.press(page, { name: 'decision', value: 'allow' }, scope ? { scope } : {});
  return { clientId, code: answerOf(end).code! };
}

describe('redeeming a code', () => {
  it('gives an access token in the profile of RFC 9068', async () => {
    const { clientId, code } = await codeFor();
    const { body } = await redeem(stack, clientId, code);
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    const claims = decodeJwt(body.access_token);
    expect(claims).toMatchObject({
      iss: stack.gateway.origin,
      aud: stack.gateway.mcpUrl,
      client_id: clientId,
      scope: 'mcp:read',
    });
    expect(claims.exp! - claims.iat!).toBe(3600);
    expect([claims.sub, claims.jti]).not.toContain(undefined);
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['the challenge as verifier', { code_verifier: '0'.repeat(42) }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_grant'],
    ['another redirect URI', { redirect_uri: 'http://127.0.0.1:7778/callback' }, 'invalid_grant'],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['no code', { code: '' }, 'invalid_request'],
    ['a made-up code', { code: 'made-up' }, 'invalid_grant'],
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['the password grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['an inherited property as grant type', { grant_type: 'constructor' }, 'unsupported_grant_type'],
    ['no client', { client_id: '' }, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a secret', { client_secret: 'x' }, 'invalid_client'],
  ])('is refused: %s; and the right request still works', async (_name, form, error) => {
    const { clientId, code } = await codeFor();
    const answer = await redeem(stack, clientId, code, form);
    expect(answer.body.error).toBe(error);
    expect(answer.status).toBe(error === 'invalid_client' ? 401 : 400);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await redeem(stack, clientId, code)).status).toBe(200);
  });

  it('needs no redirect URI and no resource, as OAuth 2.1 says', async () => {
    const { clientId, code } = await codeFor();
    expect((await redeem(stack, clientId, code, { redirect_uri: '', resource: '' })).status).toBe(200);
  });

  it('works for the client of the code only', async () => {
    const { code, clientId } = await codeFor();
    const { body: other } = await register(stack);
    expect((await redeem(stack, other.client_id, code)).body.error).toBe('invalid_grant');
    expect((await redeem(stack, clientId, code)).status).toBe(200);
  });

  it('works for a minute', async () => {
    const { clientId, code } = await codeFor();
    stack.clock.advance(60_000);
    expect((await redeem(stack, clientId, code)).body.error).toBe('invalid_grant');
  });

  it('works once, and a right replay ends what the first use gave; a wrong one does not', async () => {
    const { clientId, code } = await codeFor();
    const { body } = await redeem(stack, clientId, code);
    await redeem(stack, clientId, code, { code_verifier: 'w'.repeat(43) });
    expect((await callMcp(stack, body.access_token)).status).toBe(200);
    expect((await redeem(stack, clientId, code)).body.error).toBe('invalid_grant');
    expect((await callMcp(stack, body.access_token)).status).toBe(401);
    expect((await refresh(stack, clientId, body.refresh_token)).body.error).toBe('invalid_grant');
  });
});

describe('the token endpoint', () => {
  it('takes forms by POST only', async () => {
    const api = supertest(stack.gateway.origin);
    expect((await api.get('/oauth/token')).status).toBe(405);
    expect((await api.post('/oauth/token').send({ grant_type: 'refresh_token' })).body.error).toBe('invalid_request');
    expect((await api.post('/oauth/token')).body.error).toBe('invalid_request');
    const inQuery = await api.post('/oauth/token?client_id=x&grant_type=refresh_token').type('form').send('a=b');
    expect(inQuery.body.error).toBe('invalid_client');
  });

  it('refuses a parameter that comes twice, Basic credentials, and a body that is too large', async () => {
    const api = supertest(stack.gateway.origin);
    const twice = await api.post('/oauth/token').type('form').send('client_id=a&client_id=b');
    expect(twice.body.error).toBe('invalid_request');
    const basic = await api.post('/oauth/token').auth('a', 'b').type('form').send('grant_type=refresh_token');
    expect([basic.status, basic.body.error, basic.headers['www-authenticate']]).toEqual([
      401,
      'invalid_client',
      'Basic realm="token"',
    ]);
    const large = await api
      .post('/oauth/token')
      .type('form')
      .send(`a=${'x'.repeat(40_000)}`);
    expect([large.status, large.body.error]).toEqual([413, 'invalid_request']);
  });

  it('is open to browser apps of other origins', async () => {
    const answer = await supertest(stack.gateway.origin).options('/oauth/token').set('Origin', 'https://app.example');
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([204, '*']);
  });
});

describe('refreshing', () => {
  it('rotates, and ends the grant when a used token comes back later', async () => {
    const first = await connect(stack);
    const second = await refresh(stack, first.clientId, first.refreshToken);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refreshToken);
    expect((await callMcp(stack, second.body.access_token)).status).toBe(200);
    stack.clock.advance(30_000);
    expect((await refresh(stack, first.clientId, first.refreshToken)).body.error).toBe('invalid_grant');
    expect((await refresh(stack, first.clientId, second.body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await callMcp(stack, second.body.access_token)).status).toBe(401);
  });

  it('forgives a lost answer within the grace, as long as nobody used what it held', async () => {
    const { clientId, refreshToken } = await connect(stack);
    const lost = await refresh(stack, clientId, refreshToken);
    stack.clock.advance(29_000);
    const again = await refresh(stack, clientId, refreshToken);
    expect([lost.status, again.status]).toEqual([200, 200]);
    // One line of successors, and none more for a thief who is quick.
    expect(again.body.refresh_token).toBe(lost.body.refresh_token);
    expect((await refresh(stack, clientId, again.body.refresh_token)).status).toBe(200);
    expect((await refresh(stack, clientId, refreshToken)).body.error).toBe('invalid_grant');
    expect((await callMcp(stack, again.body.access_token)).status).toBe(401);
  });

  it('forgives nothing where the grace is 0, not even two at once', async () => {
    await stack.close();
    stack = await startStack('dynamic-client', { settings: { refreshReuseGraceSeconds: 0 } });
    const { clientId, refreshToken } = await connect(stack);
    const both = await Promise.all([refresh(stack, clientId, refreshToken), refresh(stack, clientId, refreshToken)]);
    expect(both.map(({ status }) => status).sort()).toContain(400);
  });

  it('narrows but never widens, and the next refresh token keeps what was agreed', async () => {
    const { clientId, refreshToken } = await connect(stack, { scope: 'mcp:trade', choose: 'mcp:trade' });
    const narrow = await refresh(stack, clientId, refreshToken, { scope: 'mcp:read' });
    expect(narrow.body.scope).toBe('mcp:read');
    const whole = await refresh(stack, clientId, narrow.body.refresh_token);
    expect(whole.body.scope).toBe('mcp:trade');
    const reader = await connect(stack);
    const wide = await refresh(stack, reader.clientId, reader.refreshToken, { scope: 'mcp:trade' });
    expect(wide.body.error).toBe('invalid_scope');
    expect((await refresh(stack, reader.clientId, reader.refreshToken)).status).toBe(200);
  });

  it.each([
    ['no token', { refresh_token: '' }, 'invalid_request'],
    ['a made-up token', { refresh_token: 'made-up' }, 'invalid_grant'],
    ['another resource', { resource: 'https://other.example' }, 'invalid_target'],
  ])('is refused: %s', async (_name, form, error) => {
    const { clientId, refreshToken } = await connect(stack);
    expect((await refresh(stack, clientId, refreshToken, form)).body.error).toBe(error);
  });

  it('takes no access token, and no token of another client', async () => {
    const { clientId, accessToken, refreshToken } = await connect(stack);
    const { body: other } = await register(stack);
    expect((await refresh(stack, clientId, accessToken)).body.error).toBe('invalid_grant');
    expect((await refresh(stack, other.client_id, refreshToken)).body.error).toBe('invalid_grant');
    expect((await callMcp(stack, refreshToken)).status).toBe(401);
    expect((await refresh(stack, clientId, refreshToken)).status).toBe(200);
  });

  it('ends after thirty days without use', async () => {
    const { clientId, refreshToken } = await connect(stack);
    stack.clock.advance(2_592_000_000);
    expect((await refresh(stack, clientId, refreshToken)).body.error).toBe('invalid_grant');
  });

  it('is only for clients that registered for it', async () => {
    const { body } = await register(stack, { grant_types: ['authorization_code'] });
    const { refreshToken } = await connect(stack, { clientId: body.client_id });
    expect(refreshToken).toBeUndefined();
    const form = {
      grant_type: 'refresh_token',
      client_id: body.client_id,
      refresh_token: 'x',
      code_verifier: verifier,
    };
    expect((await postToken(stack, form)).body.error).toBe('unauthorized_client');
  });
});

describe('revoking', () => {
  const revoke = (clientId: string, token: string, hint?: string) =>
    supertest(stack.gateway.origin)
      .post('/oauth/revoke')
      .type('form')
      .send({ client_id: clientId, token, ...(hint && { token_type_hint: hint }) });

  it.each([undefined, 'refresh_token', 'access_token', 'nonsense'])(
    'ends the grant by its refresh token, hint %s',
    async (hint) => {
      const { clientId, accessToken, refreshToken } = await connect(stack);
      expect((await revoke(clientId, refreshToken, hint)).status).toBe(200);
      expect((await callMcp(stack, accessToken)).status).toBe(401);
      expect((await refresh(stack, clientId, refreshToken)).body.error).toBe('invalid_grant');
    },
  );

  it.each([undefined, 'refresh_token', 'access_token'])('ends an access token alone, hint %s', async (hint) => {
    const { clientId, accessToken, refreshToken } = await connect(stack);
    expect((await revoke(clientId, accessToken, hint)).status).toBe(200);
    expect((await callMcp(stack, accessToken)).status).toBe(401);
    expect((await refresh(stack, clientId, refreshToken)).status).toBe(200);
  });

  it('of a hundred access tokens is remembered until they expire, and of one more ends the grant', async () => {
    const { clientId, accessToken, refreshToken } = await connect(stack);
    const revoked: string[] = [];
    const revokeAnother = async () => {
      const { body } = await supertest(stack.gateway.origin)
        .post('/test-hooks/tokens')
        .auth(hooksToken, { type: 'bearer' })
        .send({ user: 'trader@example.com', client_id: clientId });
      expect((await revoke(clientId, body.access_token)).status).toBe(200);
      revoked.push(body.access_token);
    };
    for (let n = 0; n < 100; n += 1) await revokeAnother();
    expect((await callMcp(stack, revoked[0]!)).status).toBe(401);
    expect((await callMcp(stack, accessToken)).status).toBe(200);
    stack.clock.advance(3_600_000);
    const { body: fresh } = await refresh(stack, clientId, refreshToken);
    for (let n = 0; n < 100; n += 1) await revokeAnother();
    expect((await callMcp(stack, fresh.access_token)).status).toBe(200);
    await revokeAnother();
    expect((await callMcp(stack, fresh.access_token)).status).toBe(401);
    expect((await refresh(stack, clientId, fresh.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('is quiet about an unknown token, and leaves those of others alone', async () => {
    const { clientId, accessToken, refreshToken } = await connect(stack);
    const { body: other } = await register(stack);
    expect((await revoke(clientId, 'made-up')).status).toBe(200);
    expect((await revoke(other.client_id, refreshToken)).body.error).toBe('invalid_grant');
    expect((await revoke(other.client_id, accessToken)).body.error).toBe('invalid_grant');
    expect((await callMcp(stack, accessToken)).status).toBe(200);
    expect((await revoke(clientId, '')).body.error).toBe('invalid_request');
    expect((await supertest(stack.gateway.origin).get('/oauth/revoke')).status).toBe(405);
  });
});
