import { SignJWT } from 'jose';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, callMcp, redeem, refresh } from '../../dev/testing/gateway-client.ts';
import {
  type Browser,
  createBrowser,
  hooksToken,
  redirectUri,
  type Stack,
  startStack,
} from '../../dev/testing/gateway-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('static-client');
});
afterEach(() => stack.close());

const hook = (method: 'post' | 'patch' | 'delete', path: string, body: object = {}) =>
  supertest(stack.gateway.origin)[method](`/test-hooks${path}`).set('Authorization', `Bearer ${hooksToken}`).send(body);

async function generateKey(options: object = {}): Promise<string> {
  const redirect_uri = `${stack.gateway.origin}/auth/callback`;
  const { body } = await hook('post', '/keys', {
    user: 'trader@example.com',
    name: 'Claude MCP',
    redirect_uri,
    ...options,
  });
  return body.client_id;
}

const go = (browser: Browser, clientId: string | undefined, parameters: Record<string, string | undefined> = {}) =>
  browser.go(authorizeUrl(stack, { client_id: clientId, ...parameters })).then((page) => browser.signIn(page));

/** Up to the gateway's own success page, which the first connection of a key ends at. */
async function toSuccess(browser: Browser, clientId: string, parameters: Record<string, string | undefined> = {}) {
  const permission = await go(browser, clientId, parameters);
  return permission.html.includes('value="allow"')
    ? browser.press(permission, { name: 'decision', value: 'allow' })
    : permission;
}

async function connect(browser: Browser, clientId: string, parameters: Record<string, string | undefined> = {}) {
  const success = await toSuccess(browser, clientId, parameters);
  const end = await browser.press(success, { name: 'action', value: 'continue' });
  const { body } = await redeem(stack, clientId, answerOf(end).code!, {
    redirect_uri: parameters.redirect_uri ?? redirectUri,
  });
  return body;
}

describe('connecting with a key from Client Center', () => {
  it('asks the brokerage for permission, shows where it goes, and ends with tokens of the gateway', async () => {
    const clientId = await generateKey();
    const browser = createBrowser(stack);
    const permission = await go(browser, clientId);
    expect(permission.url).toContain(`${stack.broker.origin}/oauth2/consent`);
    const success = await browser.press(permission, { name: 'decision', value: 'allow' });
    expect(success.url).toContain('/auth/success');
    expect(success.html).toContain('127.0.0.1:7777');
    const end = await browser.press(success, { name: 'action', value: 'continue' });
    expect(answerOf(end)).toMatchObject({ state: 'state-1', iss: stack.gateway.origin });
    const { status, body } = await redeem(stack, clientId, answerOf(end).code!);
    expect(status).toBe(200);
    expect(body.scope).toContain('order:execution');
    expect((await callMcp(stack, body.access_token)).status).toBe(200);
  });

  it('goes straight through later, but not to another redirect URI and not with another key', async () => {
    const clientId = await generateKey();
    const browser = createBrowser(stack);
    await connect(browser, clientId);
    expect(answerOf(await go(browser, clientId)).code).toBeTruthy();
    expect(answerOf(await go(browser, clientId, { redirect_uri: 'http://127.0.0.1:9999/callback' })).code).toBeTruthy();
    const elsewhere = await go(browser, clientId, { redirect_uri: 'https://claude.ai/api/mcp/auth_callback' });
    expect(elsewhere.html).toContain('value="continue"');
    expect(elsewhere.html).toContain('claude.ai');
    const other = await go(browser, await generateKey());
    expect(other.url).toContain('/oauth2/consent');
  });

  it('tells the client when the user cancels at the gateway or denies at the brokerage', async () => {
    const clientId = await generateKey();
    const browser = createBrowser(stack);
    const denied = await browser.press(await go(browser, clientId), { name: 'decision', value: 'deny' });
    expect(answerOf(denied)).toMatchObject({ error: 'access_denied', state: 'state-1', iss: stack.gateway.origin });
    const cancelled = await browser.press(await toSuccess(browser, clientId), { name: 'action', value: 'cancel' });
    expect(answerOf(cancelled)).toMatchObject({ error: 'access_denied', state: 'state-1' });
  });

  it('gives what was asked for and the key holds', async () => {
    const clientId = await generateKey({ scopes: ['user:information', 'position:information'] });
    const body = await connect(createBrowser(stack), clientId, { scope: 'position:information order:execution' });
    expect(body.scope).toBe('position:information');
    const browser = createBrowser(stack);
    const success = await toSuccess(browser, clientId, {
      scope: 'order:execution',
      redirect_uri: 'http://localhost:1/x',
    });
    const end = await browser.press(success, { name: 'action', value: 'continue' });
    expect(answerOf(end)).toMatchObject({ error: 'invalid_scope' });
  });
});

describe('what goes wrong on the way', () => {
  it('says where to get a Client ID when there is none', async () => {
    const page = await createBrowser(stack).go(authorizeUrl(stack, { client_id: undefined }));
    expect({ status: page.status, code: page.errorCode }).toEqual({ status: 400, code: 'client_id_missing' });
    expect(page.html).toContain(`${stack.broker.origin}/client-center`);
    expect(page.html).toContain(`${stack.gateway.origin}/auth/callback`);
  });

  it.each([
    'https://evil.test/callback',
    'https://claude.ai/api/mcp/auth_callback/',
    'https://claude.ai.evil.test/api/mcp/auth_callback',
    'https://chatgpt.com/connector/oauth/../../evil',
    'http://192.168.1.5/callback',
    'http://127.0.0.1.evil.test/callback',
    'http://localhost@evil.test/',
    'javascript:alert(1)',
    undefined,
  ])('keeps the user here when the redirect URI is %s', async (redirect_uri) => {
    const page = await createBrowser(stack).go(authorizeUrl(stack, { client_id: await generateKey(), redirect_uri }));
    expect({ status: page.status, code: page.errorCode }).toEqual({ status: 400, code: 'redirect_uri_mismatch' });
  });

  it.each([
    'http://localhost:49152/callback',
    'http://[::1]:8080/callback',
    'https://chatgpt.com/connector/oauth/abc_123-X',
    'https://www.perplexity.ai/rest/connections/oauth_callback',
  ])('takes the known redirect URI %s', async (redirect_uri) => {
    const body = await connect(createBrowser(stack), await generateKey(), { redirect_uri });
    expect(body.access_token).toBeTruthy();
  });

  it('leaves errors about the key to the brokerage, on its own page', async () => {
    const unknown = await go(createBrowser(stack), 'nobody');
    expect(unknown.url).toContain(stack.broker.origin);
    expect(unknown.html).toContain('invalid_client');
    const slash = await generateKey({ redirect_uri: `${stack.gateway.origin}/auth/callback/` });
    expect((await go(createBrowser(stack), slash)).html).toContain('redirect_uri_mismatch');
  });

  it("does not let anybody connect in the gateway's own name", async () => {
    const page = await createBrowser(stack).go(authorizeUrl(stack, { client_id: 'gateway' }));
    expect(page.errorCode).toBe('invalid_client');
  });

  it('says what to do when the key does not tell who the user is', async () => {
    const page = await toSuccess(createBrowser(stack), await generateKey({ scopes: ['position:information'] }));
    expect({ status: page.status, code: page.errorCode }).toEqual({ status: 400, code: 'insufficient_scope' });
  });

  it('tells the client at once about an error, for its target is one we know', async () => {
    const end = await createBrowser(stack).go(
      authorizeUrl(stack, { client_id: await generateKey(), scope: 'nonsense' }),
    );
    expect(answerOf(end)).toMatchObject({ error: 'invalid_scope', state: 'state-1' });
  });

  it('has no registration', async () => {
    const api = supertest(stack.gateway.origin);
    for (const path of ['/oauth/register', '/register']) {
      const { status, body } = await api.post(path).send({});
      expect([status, body.error_description]).toEqual([
        404,
        expect.stringContaining('put its Client ID into the app'),
      ]);
    }
    expect((await api.get('/.well-known/oauth-authorization-server')).body).not.toHaveProperty('registration_endpoint');
  });
});

describe('a key that is deactivated or deleted', () => {
  it.each(['patch', 'delete'] as const)('ends the connection (%s)', async (method) => {
    const clientId = await generateKey();
    const { access_token, refresh_token } = await connect(createBrowser(stack), clientId);
    const told = await hook(method, `/keys/${clientId}`, method === 'patch' ? { active: false } : {});
    expect(told.status).toBeLessThan(300);
    // Nothing was asked of the brokerage since: it told the gateway.
    expect((await callMcp(stack, access_token)).status).toBe(401);
    expect((await refresh(stack, clientId, refresh_token)).body.error).toBe('invalid_grant');
  });

  it('ends nothing on the word of anybody but the brokerage', async () => {
    const clientId = await generateKey();
    const { access_token } = await connect(createBrowser(stack), clientId);
    const forged = await new SignJWT({
      sub_id: { format: 'opaque', id: clientId },
      events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} },
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'secevent+jwt' })
      .setIssuer(stack.broker.origin)
      .setAudience('gateway')
      .sign(new TextEncoder().encode('s'.repeat(32)));
    for (const event of [forged, `${forged.split('.').slice(0, 2).join('.')}.`, access_token, '', '{}']) {
      const told = await supertest(stack.gateway.origin).post('/auth/events').type('text/plain').send(event);
      expect([told.status, told.body.err]).toEqual([400, 'invalid_request']);
    }
    expect((await callMcp(stack, access_token)).status).toBe(200);
  });
});

describe('direct mode', () => {
  async function directToken() {
    const target = 'https://claude.ai/direct';
    const clientId = await generateKey({ use: 'direct', redirect_uri: target });
    const browser = createBrowser(stack);
    const url = authorizeUrl(stack, { client_id: clientId, redirect_uri: target });
    const permission = await browser.signIn(
      await browser.go(url.replace(`${stack.gateway.origin}/oauth`, `${stack.broker.origin}/oauth2`)),
    );
    const end = await browser.press(permission, { name: 'decision', value: 'allow' });
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      code: answerOf(end).code,
      redirect_uri: target,
      code_verifier: 'v'.repeat(43),
    };
    const { body } = await supertest(stack.broker.origin).post('/oauth2/token').type('form').send(form);
    return { clientId, accessToken: String(body.access_token) };
  }

  it('takes a token that the brokerage issued for this gateway, and calls upstream with its own', async () => {
    const { accessToken } = await directToken();
    expect((await callMcp(stack, accessToken)).status).toBe(200);
    expect((await callMcp(stack, accessToken)).status).toBe(200);
  });

  it('refuses it once it expired, was changed, or its key was ended', async () => {
    const { accessToken, clientId } = await directToken();
    expect((await callMcp(stack, `${accessToken.slice(0, -4)}AAAA`)).status).toBe(401);
    expect((await callMcp(stack, accessToken)).status).toBe(200);
    stack.clock.advance(3_600_000);
    expect((await callMcp(stack, accessToken)).status).toBe(401);
    const again = await directToken();
    await hook('patch', `/keys/${again.clientId}`, { active: false });
    expect((await callMcp(stack, again.accessToken)).status).toBe(401);
    expect(clientId).not.toBe(again.clientId);
  });

  it('calls it no fault of the token when the brokerage cannot be asked', async () => {
    const { accessToken } = await directToken();
    await stack.broker.close();
    const answer = await callMcp(stack, accessToken);
    expect([answer.status, answer.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
  });
});
