import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorizeUrl, callMcp, connect, refresh, register } from '../dev/testing/gateway-client.ts';
import { createBrowser, hooksToken, type Stack, startStack } from '../dev/testing/gateway-stack.ts';
import type { GatewayOptions } from './types.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('dynamic-client');
});
afterEach(() => stack.close());

async function restart(options: Partial<GatewayOptions>): Promise<void> {
  await stack.close();
  stack = await startStack('dynamic-client', options);
}

const api = () => supertest(stack.gateway.origin);
const hook = (method: 'get' | 'post', path: string, body?: object) =>
  api()[method](`/test-hooks${path}`).set('Authorization', `Bearer ${hooksToken}`).send(body);

describe('discovery', () => {
  it('is led to by a call without a token, at both paths, with one issuer', async () => {
    const { origin, mcpUrl } = stack.gateway;
    const call = await api().post('/mcp').send({});
    expect(call.status).toBe(401);
    expect(call.headers['www-authenticate']).toContain(`${origin}/.well-known/oauth-protected-resource/mcp`);
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      const { body, headers } = await api().get(path);
      expect(body).toMatchObject({
        resource: mcpUrl,
        authorization_servers: [origin],
        scopes_supported: ['mcp:read', 'mcp:trade'],
      });
      expect(headers['cache-control']).toContain('max-age');
      expect(headers['access-control-allow-origin']).toBe('*');
    }
    for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) {
      const { body } = await api().get(path);
      expect(body).toMatchObject({
        issuer: origin,
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        registration_endpoint: `${origin}/oauth/register`,
      });
      expect((await api().post(path)).status).toBe(405);
    }
    const { body: jwks } = await api().get('/oauth/jwks');
    expect(jwks.keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' });
    expect(jwks.keys[0]).not.toHaveProperty('d');
  });

  it('says the right URL where the MCP URL was given a slash, and helps on the first page', async () => {
    const slash = await api().post('/mcp/').send({});
    expect([slash.status, slash.body.mcp_url]).toEqual([404, stack.gateway.mcpUrl]);
    expect(slash.body.message).toContain(stack.gateway.mcpUrl);
    const page = await api().get('/');
    expect(page.text).toContain(stack.gateway.mcpUrl);
    expect((await api().get('/nothing')).text).toContain('data-error-code="not_found"');
  });

  it('tells clients the public URL where a proxy stands in front, with cookies for https only', async () => {
    await restart({ publicUrl: 'https://gateway.example/' });
    expect(stack.gateway.mcpUrl).toBe('https://gateway.example/mcp');
  });
});

it('keeps idle connections longer than clients do, and so does the brokerage', async () => {
  for (const { origin } of [stack.gateway, stack.broker]) {
    const { headers } = await fetch(origin, { redirect: 'manual' });
    expect(headers.get('keep-alive')).toBe('timeout=75');
  }
});

describe('access tokens', () => {
  const mint = async (claims: object) =>
    (await hook('post', '/tokens', { user: 'trader@example.com', claims })).body.access_token as string;

  it.each([
    ['nothing changed', {}, 200],
    ['another audience', { aud: 'https://other.example/mcp' }, 401],
    ['no audience', { aud: null }, 401],
    ['ours among the audiences', { aud: ['https://other.example', 'OURS'] }, 200],
    ['another issuer', { iss: 'https://other.example' }, 401],
    ['no expiry', { exp: null }, 401],
    ['expiry in the past', { exp: 1 }, 401],
    ['not good yet', { nbf: 9_999_999_999 }, 401],
    ['no subject', { sub: null }, 401],
    ['another subject', { sub: 'somebody' }, 401],
    ['another client', { client_id: 'somebody' }, 401],
    ['no id', { jti: null }, 401],
    ['another grant', { grant_id: 'made-up' }, 401],
    ['the type of an ID token', { header: { typ: 'JWT' } }, 401],
    ['no type', { header: { typ: null } }, 401],
    ['no algorithm', { header: { alg: 'none' } }, 401],
    ['the public key as a shared secret', { header: { alg: 'HS256' } }, 401],
  ])('are judged by their claims: %s', async (_name, claims, status) => {
    await connect(stack);
    const audience =
      'aud' in claims && Array.isArray(claims.aud) ? { aud: ['https://other.example', stack.gateway.mcpUrl] } : {};
    expect((await callMcp(stack, await mint({ ...claims, ...audience }))).status).toBe(status);
  });

  it('expire on the second, also when they were seen before', async () => {
    const { accessToken } = await connect(stack);
    stack.clock.advance(3_599_000);
    expect((await callMcp(stack, accessToken)).status).toBe(200);
    stack.clock.advance(1000);
    expect((await callMcp(stack, accessToken)).status).toBe(401);
  });

  it('count for nothing when changed, however often', async () => {
    const { accessToken } = await connect(stack);
    const [header, claims, signature] = accessToken.split('.');
    const wide = Buffer.from(claims!, 'base64url').toString().replace('mcp:read', 'mcp:trade');
    const forged = `${header}.${Buffer.from(wide).toString('base64url')}.${signature}`;
    for (const token of [
      forged,
      forged,
      `${accessToken}x`,
      accessToken.slice(0, -10),
      'x',
      'a.b.c',
      'x'.repeat(9000),
    ]) {
      expect((await callMcp(stack, token)).status).toBe(401);
    }
  });

  it('of the gateway are worth nothing at the brokerage, and the other way round', async () => {
    const { accessToken } = await connect(stack);
    const rest = await supertest(stack.broker.origin).get('/v2/account').set('Authorization', `Bearer ${accessToken}`);
    expect(rest.status).toBe(401);
  });
});

describe('the MCP URL', () => {
  const inABrowser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  it('opened in a browser says what it is and where it goes, under the same 401 and challenge', async () => {
    const page = await api().get('/mcp').set('Accept', inABrowser);
    const client = await api().get('/mcp').set('Accept', 'text/event-stream');
    expect([page.status, client.status]).toEqual([401, 401]);
    expect(page.headers['www-authenticate']).toBe(client.headers['www-authenticate']);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('Paste this into your AI client');
    expect(page.text).toContain(stack.gateway.mcpUrl);
    expect(client.body).toMatchObject({ error: 'unauthorized' });
  });

  it.each(['*/*', 'application/json, text/event-stream', 'application/json, text/html;q=0.1', ''])(
    'is JSON for whoever accepts “%s”',
    async (accept) => {
      const answer = await api().get('/mcp').set('Accept', accept);
      expect(answer.status).toBe(401);
      expect(answer.headers['content-type']).toContain('application/json');
      expect(answer.headers['www-authenticate']).toContain('resource_metadata=');
    },
  );

  it('is no page for a token that is no good, nor for a message', async () => {
    const { accessToken } = await connect(stack);
    const get = api().get('/mcp').set('Accept', inABrowser);
    expect((await get.set('Authorization', 'Bearer made-up')).body.error).toBe('invalid_token');
    const post = await api().post('/mcp').set('Accept', inABrowser).send({});
    expect(post.headers['content-type']).toContain('application/json');
    expect((await callMcp(stack, accessToken)).status).toBe(200);
  });
});

describe('the AI Clients page', () => {
  it('lists what the user allowed and ends it at once', async () => {
    const { browser, accessToken, clientId, refreshToken } = await connect(stack);
    stack.clock.advance(3_000_000);
    await callMcp(stack, accessToken);
    const page = await browser.go(`${stack.gateway.origin}/ai-clients`);
    expect(page.html).toContain('Test Client');
    expect(page.html).toContain('2026-11-17T15:00:00.000Z');
    expect(page.html).toContain('2026-11-17T15:50:00.000Z');
    const after = await browser.press(page, { name: 'action', value: 'revoke' });
    expect(after.html).not.toContain('data-grant-id');
    expect((await callMcp(stack, accessToken)).status).toBe(401);
    expect((await refresh(stack, clientId, refreshToken)).body.error).toBe('invalid_grant');
  });

  it('needs a sign-in, shows nothing of others, and revokes nothing of others', async () => {
    const trader = await connect(stack);
    const mine = await trader.browser.go(`${stack.gateway.origin}/ai-clients`);
    const grantId = /data-grant-id="([^"]+)"/.exec(mine.html)![1]!;
    const reader = await connect(stack, { email: 'reader@example.com' });
    const theirs = await reader.browser.go(`${stack.gateway.origin}/ai-clients`);
    expect(theirs.html).not.toContain(grantId);
    const attempt = await reader.browser.press(theirs, { name: 'action', value: 'revoke' }, { grant: grantId });
    expect(attempt.errorCode).toBe('grant_unknown');
    const forged = await reader.browser.press(theirs, { name: 'action', value: 'revoke' }, { csrf: 'x' });
    expect(forged.errorCode).toBe('form_expired');
    expect((await callMcp(stack, trader.accessToken)).status).toBe(200);
    const stranger = createBrowser(stack);
    const signIn = await stranger.go(`${stack.gateway.origin}/ai-clients`);
    expect((await stranger.signIn(signIn)).html).toContain(grantId);
  });

  it('tells two clients of one name apart, says in words what they may do, and which one was revoked', async () => {
    const first = await connect(stack);
    stack.clock.advance(61_000);
    const second = await connect(stack, {
      browser: first.browser,
      callback: 'https://claude.ai/api/mcp/auth_callback',
    });
    const page = await second.browser.go(`${stack.gateway.origin}/ai-clients`);
    const hosts = [...page.html.matchAll(/data-field="redirect-host">([^<]+)</g)].map(([, host]) => host);
    expect(hosts).toEqual(['claude.ai', '127.0.0.1:7777']);
    expect(page.html).toContain('see accounts, positions, orders, executions and market data');
    expect(page.html).toContain('15:01:01 UTC');
    const after = await second.browser.press(page, { name: 'action', value: 'revoke' });
    expect(after.html).toMatch(
      /data-field="revoked">\s*<strong[^>]*>Test Client<\/strong> \(claude\.ai\) is no longer connected/,
    );
    expect(after.html.match(/data-grant-id/g)).toHaveLength(1);
  });

  it('tells nobody of a connection that another user has ended', async () => {
    const { browser } = await connect(stack);
    const after = await browser.press(await browser.go(`${stack.gateway.origin}/ai-clients`), {
      name: 'action',
      value: 'revoke',
    });
    const reader = await connect(stack, { email: 'reader@example.com' });
    expect(after.url).toContain('?revoked=');
    expect((await reader.browser.go(after.url)).html).not.toContain('no longer connected');
  });

  it('signs out here and at the brokerage', async () => {
    const { browser } = await connect(stack);
    const page = await browser.go(`${stack.gateway.origin}/ai-clients`);
    await browser.press(page, { name: 'action', value: 'sign-out' });
    expect((await browser.go(`${stack.gateway.origin}/ai-clients`)).html).toContain('name="password"');
  });
});

describe('test hooks', () => {
  it('need their token, and list what both servers have', async () => {
    expect((await api().get('/test-hooks/')).status).toBe(401);
    const { body } = await hook('get', '/');
    expect(body).toMatchObject({ version: 1, brokerage: { origin: stack.broker.origin } });
    expect(body.hooks).toEqual(expect.arrayContaining(['clock', 'reset', 'tokens', 'users', 'keys', 'journal']));
  });

  it('are not there unless they are turned on', async () => {
    await restart({ hooksToken: undefined });
    expect((await api().get('/test-hooks/').set('Authorization', `Bearer ${hooksToken}`)).status).toBe(404);
  });

  it('move the clock, and refuse to turn it back', async () => {
    const before = Date.parse((await hook('get', '/clock')).body.now);
    const { body } = await hook('post', '/clock', { advance_seconds: 90 });
    expect(Date.parse(body.now) - before).toBe(90_000);
    expect((await hook('post', '/clock', { advance_seconds: -1 })).status).toBe(400);
  });

  it('bring everything back to the seeded state', async () => {
    const { accessToken } = await connect(stack);
    await hook('post', '/clock', { advance_seconds: 90 });
    expect((await hook('post', '/reset')).status).toBe(200);
    expect((await hook('get', '/clock')).body.now).toBe('2026-11-17T15:00:00.000Z');
    expect((await callMcp(stack, accessToken)).status).toBe(401);
    expect((await connect(stack)).accessToken).toBeTruthy();
  });

  it("pass on what is the brokerage's", async () => {
    const { status, body } = await hook('post', '/users', { name: 'Ada' });
    expect(status).toBeLessThan(300);
    expect(body.email).toContain('@');
  });
});

describe('replacing behaviours and answers', () => {
  it('calls the replaced behaviour', async () => {
    await restart({ behaviours: { audienceIsOurs: () => true } });
    await connect(stack);
    const claims = { aud: 'https://other.example' };
    const { body } = await hook('post', '/tokens', { user: 'trader@example.com', claims });
    expect((await callMcp(stack, body.access_token)).status).toBe(200);
  });

  it('rewrites an answer at the edge, pages and cookies included', async () => {
    await restart({
      rewrite: (answer) =>
        answer.path === '/oauth/jwks'
          ? { ...answer, status: 203, headers: { ...answer.headers, 'x-edge': 'yes' }, body: { keys: [] } }
          : answer,
    });
    const { status, headers, body } = await api().get('/oauth/jwks');
    expect([status, headers['x-edge'], body]).toEqual([203, 'yes', { keys: [] }]);
    const connection = await connect(stack);
    expect((await callMcp(stack, connection.accessToken)).status).toBe(200);
  });
});

describe('the registered name on the consent page', () => {
  it('is shown as sent, and harmless', async () => {
    const name = `<img src=x onerror=alert(1)> "O'Hara" & Söhne`;
    const { body } = await register(stack, { client_name: name });
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: body.client_id })));
    expect(page.html).not.toContain('<img');
    expect(page.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});
