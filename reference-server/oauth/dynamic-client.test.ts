import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, callMcp, connect, redeem, register } from '../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, startStack } from '../../dev/testing/gateway-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('dynamic-client');
});
afterEach(() => stack.close());

describe('connecting a client that registers itself', () => {
  it('goes from registration over sign-in and consent to a call', async () => {
    const { body: client, status } = await register(stack);
    expect(status).toBe(201);
    const browser = createBrowser(stack);
    const signIn = await browser.go(authorizeUrl(stack, { client_id: client.client_id }));
    expect(new URL(signIn.url).origin).toBe(stack.broker.origin);
    const consent = await browser.signIn(signIn);
    expect(consent.html).toContain('Test Client');
    expect(consent.html).toContain('trader@example.com');
    expect(consent.html).toContain('127.0.0.1:7777');
    const end = await browser.press(consent, { name: 'decision', value: 'allow' });
    const { code = '', state, iss } = answerOf(end);
    expect({ state, iss }).toEqual({ state: 'state-1', iss: stack.gateway.origin });
    const tokens = await redeem(stack, client.client_id, code);
    expect(tokens.status).toBe(200);
    expect(tokens.headers['cache-control']).toBe('no-store');
    expect(tokens.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'mcp:read' });
    const call = await callMcp(stack, tokens.body.access_token);
    expect(call.status).toBe(200);
  });

  it('warns of programs on this computer where the answer goes to one, whatever else is registered', async () => {
    const web = 'https://app.example/callback';
    const { body: client } = await register(stack, { redirect_uris: [web, redirectUri] });
    const browser = createBrowser(stack);
    const asked = (uri: string) =>
      browser
        .go(authorizeUrl(stack, { client_id: client.client_id, redirect_uri: uri }))
        .then((page) => browser.signIn(page));
    expect((await asked(redirectUri)).html).toContain('class="warning"');
    expect((await asked(web)).html).not.toContain('class="warning"');
  });

  it('tells the client when the user says no', async () => {
    const { body: client } = await register(stack);
    const browser = createBrowser(stack);
    const consent = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: client.client_id })));
    const end = await browser.press(consent, { name: 'decision', value: 'deny' });
    expect(answerOf(end)).toMatchObject({ error: 'access_denied', state: 'state-1', iss: stack.gateway.origin });
  });

  it('gives trading only where it was asked for and chosen', async () => {
    const chosen = await connect(stack, { scope: 'mcp:trade', choose: 'mcp:trade' });
    expect(scopeOf(chosen.accessToken)).toBe('mcp:trade');
    const byDefault = await connect(stack, { scope: 'mcp:trade' });
    expect(scopeOf(byDefault.accessToken)).toBe('mcp:read');
    const forged = await connect(stack, { scope: 'mcp:read', choose: 'mcp:trade' });
    expect(scopeOf(forged.accessToken)).toBe('mcp:read');
  });

  it('asks again each time, also where the client was allowed before', async () => {
    const { clientId, browser } = await connect(stack);
    const again = await browser.go(authorizeUrl(stack, { client_id: clientId }));
    expect(again.html).toContain('value="allow"');
  });

  it('keeps the request when the user signs out because it is the wrong account', async () => {
    const { body: client } = await register(stack);
    const browser = createBrowser(stack);
    const wrong = await browser.signIn(
      await browser.go(authorizeUrl(stack, { client_id: client.client_id })),
      'reader@example.com',
    );
    const signIn = await browser.press(wrong, { name: 'action', value: 'sign-out' });
    const right = await browser.signIn(signIn, 'trader@example.com');
    expect(right.html).toContain('trader@example.com');
    const end = await browser.press(right, { name: 'decision', value: 'allow' });
    expect(answerOf(end)).toMatchObject({ state: 'state-1' });
    expect(answerOf(end).code).toBeTruthy();
  });
});

const scopeOf = (accessToken: string) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()).scope;
