import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, connect, redeem, register } from '../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, startStack } from '../../dev/testing/gateway-stack.ts';

let stack: Stack;
let clientId: string;
beforeEach(async () => {
  stack = await startStack('dynamic-client');
  clientId = (await register(stack)).body.client_id;
});
afterEach(() => stack.close());

const ask = (parameters: Record<string, string | undefined>) =>
  createBrowser(stack).go(authorizeUrl(stack, { client_id: clientId, ...parameters }));

describe('a request whose target nobody vouches for', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['no client', { client_id: undefined }, 'invalid_request'],
    ['another path', { redirect_uri: 'http://127.0.0.1:7777/other' }, 'redirect_uri_mismatch'],
    ['another host', { redirect_uri: 'http://localhost:7777/callback' }, 'redirect_uri_mismatch'],
    ['another scheme', { redirect_uri: 'https://127.0.0.1:7777/callback' }, 'redirect_uri_mismatch'],
    ['a slash more', { redirect_uri: `${redirectUri}/` }, 'redirect_uri_mismatch'],
    ['a query more', { redirect_uri: `${redirectUri}?a=1` }, 'redirect_uri_mismatch'],
    ['a fragment', { redirect_uri: `${redirectUri}#a` }, 'redirect_uri_mismatch'],
    [
      'a user name before the host',
      { redirect_uri: 'http://127.0.0.1:7777@evil.test/callback' },
      'redirect_uri_mismatch',
    ],
  ])('stays on a page: %s', async (_name, parameters, code) => {
    const page = await ask(parameters);
    expect({ status: page.status, code: page.errorCode }).toEqual({ status: 400, code });
    expect(page.html).not.toMatch(/http-equiv|<script/);
  });

  it('stays on a page when client_id or redirect_uri comes twice', async () => {
    const page = await createBrowser(stack).go(
      `${authorizeUrl(stack, { client_id: clientId })}&redirect_uri=http://x.test`,
    );
    expect(page.errorCode).toBe('invalid_request');
  });

  it('escapes whatever it shows', async () => {
    const page = await ask({ client_id: '"><b>x', redirect_uri: 'javascript:alert(1)' });
    expect(page.html).not.toContain('<b>x');
    expect(page.html).not.toContain('alert(1)');
  });
});

describe('a request with something wrong in it', () => {
  it.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['an empty response type', { response_type: '' }, 'invalid_request'],
    ['the implicit response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a challenge that S256 cannot make', { code_challenge: 'short' }, 'invalid_request'],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['the origin as resource', { resource: 'http://127.0.0.1' }, 'invalid_target'],
    ['an unknown scope', { scope: 'mcp:read admin' }, 'invalid_scope'],
  ])('is told to the client once the user is signed in: %s', async (_name, parameters, error) => {
    const browser = createBrowser(stack);
    const signIn = await browser.go(authorizeUrl(stack, { client_id: clientId, ...parameters }));
    expect(signIn.url).toContain(stack.broker.origin);
    const end = await browser.signIn(signIn);
    expect(answerOf(end)).toMatchObject({ error, state: 'state-1', iss: stack.gateway.origin });
    expect(answerOf(end).error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it('may come twice only where that is allowed', async () => {
    const browser = createBrowser(stack);
    const url = authorizeUrl(stack, { client_id: clientId });
    const twice = await browser.signIn(await browser.go(`${url}&state=other`));
    expect(answerOf(twice).error).toBe('invalid_request');
    const resource = await browser.go(`${url}&resource=${encodeURIComponent(stack.gateway.mcpUrl)}`);
    expect(resource.html).toContain('value="allow"');
  });
});

describe('a good request', () => {
  it.each([
    ['another loopback port', { redirect_uri: 'http://127.0.0.1:50123/callback' }],
    ['no port', { redirect_uri: 'http://127.0.0.1/callback' }],
    ['no redirect URI where only one is registered', { redirect_uri: undefined }],
    ['no resource', { resource: undefined }],
    ['no state', { state: undefined }],
    ['a scope that clients add out of habit', { scope: 'mcp:read offline_access' }],
    ['an unknown parameter', { audience: 'x' }],
    ['a resource with an upper-case scheme', { resource: 'HTTP' }],
  ])('reaches the consent page: %s', async (_name, parameters) => {
    const { mcpUrl } = stack.gateway;
    const given =
      'resource' in parameters && parameters.resource ? { resource: mcpUrl.replace('http', 'HTTP') } : parameters;
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId, ...given })));
    expect(page.html).toContain('value="allow"');
  });

  it('keeps the query of the redirect URI, and adds no state that was not sent', async () => {
    const target = 'https://app.example/cb?tenant=7';
    const { body } = await register(stack, { redirect_uris: [target] });
    const browser = createBrowser(stack);
    const url = authorizeUrl(stack, { client_id: body.client_id, redirect_uri: target, state: undefined });
    const end = await browser.press(await browser.signIn(await browser.go(url)), { name: 'decision', value: 'allow' });
    expect(end.url).toMatch(/^https:\/\/app\.example\/cb\?tenant=7&code=/);
    expect(answerOf(end)).not.toHaveProperty('state');
  });

  it('is GET only, and no other origin may read it', async () => {
    const api = supertest(stack.gateway.origin);
    expect((await api.post('/oauth/authorize')).status).toBe(405);
    const cross = await api.get('/oauth/authorize').set('Origin', 'https://evil.test');
    expect(cross.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the browser in between', () => {
  it('cannot be made to approve what another browser asked for', async () => {
    const attacker = createBrowser(stack);
    const consent = await attacker.signIn(
      await attacker.go(authorizeUrl(stack, { client_id: clientId })),
      'reader@example.com',
    );
    const { browser: victim } = await connect(stack);
    expect((await victim.go(consent.url)).errorCode).toBe('request_unknown');
  });

  it('cannot bring the answer of the brokerage to another browser', async () => {
    const attacker = createBrowser(stack);
    const signIn = await attacker.go(authorizeUrl(stack, { client_id: clientId }));
    const state = new URL(signIn.url).searchParams.get('state')!;
    const victim = createBrowser(stack);
    const page = await victim.go(
      `${stack.gateway.origin}/auth/callback?code=x&state=${state}&iss=${stack.broker.origin}`,
    );
    expect({ status: page.status, code: page.errorCode }).toEqual({ status: 400, code: 'invalid_state' });
  });

  it('refuses an answer that names another issuer, and one that comes again', async () => {
    const browser = createBrowser(stack);
    const signIn = await browser.go(authorizeUrl(stack, { client_id: clientId }));
    const state = new URL(signIn.url).searchParams.get('state')!;
    const callback = `${stack.gateway.origin}/auth/callback?code=x&state=${state}`;
    expect((await browser.go(`${callback}&iss=https://evil.test`)).errorCode).toBe('issuer_mismatch');
    expect((await browser.go(callback)).errorCode).toBe('issuer_mismatch');
    await browser.go(`${callback}&iss=${stack.broker.origin}`);
    expect((await browser.go(`${callback}&iss=${stack.broker.origin}`)).errorCode).toBe('invalid_grant');
  });

  it('answers a request once, with the token of its form, and within ten minutes', async () => {
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId })));
    const allow = { name: 'decision', value: 'allow' };
    expect((await browser.press(page, allow, { csrf: 'forged' })).errorCode).toBe('form_expired');
    expect(answerOf(await browser.press(page, allow)).code).toBeTruthy();
    expect((await browser.press(page, allow)).errorCode).toBe('request_answered');
    const late = await browser.go(authorizeUrl(stack, { client_id: clientId }));
    stack.clock.advance(600_000);
    expect((await browser.press(late, allow)).errorCode).toBe('request_expired');
  });

  it('takes nothing about the request from the form', async () => {
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId })));
    const forged = {
      redirect_uri: 'https://evil.test/',
      client_id: 'other',
      resource: 'https://evil.test',
      state: 'x',
    };
    const end = await browser.press(page, { name: 'decision', value: 'allow' }, forged);
    expect(end.url).toContain(redirectUri);
    expect((await redeem(stack, clientId, answerOf(end).code!)).status).toBe(200);
  });

  it('is asked by pages that nobody frames and nothing keeps', async () => {
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId })));
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('gets a cookie without a date, out of reach of scripts, and a new one at sign-in', async () => {
    const first = await supertest(stack.gateway.origin).get('/ai-clients');
    expect(first.headers['set-cookie']?.[0]).toMatch(/^openbell_gateway=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});
