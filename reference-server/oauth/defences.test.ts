import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, callMcp, connect, refresh, register } from '../../dev/testing/gateway-client.ts';
import { createBrowser, hooksToken, type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import type { GatewayBehaviours } from '../behaviours.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('dynamic-client');
});
afterEach(() => stack.close());

async function replace(behaviours: Partial<GatewayBehaviours>): Promise<void> {
  await stack.close();
  stack = await startStack('dynamic-client', { behaviours });
}

const allow = { name: 'decision', value: 'allow' };

async function waitingPage(browser = createBrowser(stack), email?: string) {
  const { body } = await register(stack);
  return browser.signIn(await browser.go(authorizeUrl(stack, { client_id: body.client_id })), email);
}

it('answers to its own name only, so that a rebound name reads no page', async () => {
  const api = supertest(stack.gateway.origin);
  for (const path of ['/', '/oauth/authorize', '/.well-known/oauth-authorization-server']) {
    expect((await api.get(path).set('Host', 'evil.test')).status).toBe(403);
  }
  const { port } = new URL(stack.gateway.origin);
  expect((await api.get('/').set('Host', `localhost:${port}`)).status).toBe(200);
});

it('survives a brokerage whose answer to a hook makes no sense or breaks off', async () => {
  const answers = ['{"hooks": [', undefined];
  const brokerage = createServer((_req, res) => {
    const answer = answers.shift();
    res.writeHead(200, { 'content-length': answer?.length ?? 99 });
    if (answer === undefined) return void res.write('{', () => res.destroy());
    res.end(answer);
  });
  await new Promise<void>((resolve) => brokerage.listen(0, '127.0.0.1', resolve));
  const { port } = brokerage.address() as AddressInfo;
  await stack.close();
  stack = await startStack('dynamic-client', { brokerOrigin: `http://127.0.0.1:${port}` });
  for (let time = 0; time < 2; time++) {
    const asked = supertest(stack.gateway.origin)
      .get('/test-hooks/market')
      .set('Authorization', `Bearer ${hooksToken}`);
    expect((await asked).status).toBe(502);
  }
  brokerage.closeAllConnections();
  brokerage.close();
});

describe('between two accounts in one browser', () => {
  async function pageOfWhoLeft() {
    const browser = createBrowser(stack);
    const page = await waitingPage(browser, 'reader@example.com');
    await browser.go(`${stack.broker.origin}/sign-out`);
    await waitingPage(browser, 'trader@example.com');
    return { browser, page };
  }

  it('a page of the one who left cannot be answered by the other', async () => {
    const { browser, page } = await pageOfWhoLeft();
    expect((await browser.press(page, allow)).errorCode).toBe('request_of_another_user');
  });

  it('… and could, were it not for that decision', async () => {
    await replace({ approverIsTheOneSignedIn: () => true });
    const { browser, page } = await pageOfWhoLeft();
    expect(answerOf(await browser.press(page, allow)).code).toBeTruthy();
  });
});

describe('a sign-in that was left lying', () => {
  const late = async () => {
    const browser = createBrowser(stack);
    const signIn = await browser.go(`${stack.gateway.origin}/ai-clients`);
    stack.clock.advance(600_000);
    return browser.signIn(signIn);
  };

  it('is over after ten minutes', async () => {
    expect((await late()).errorCode).toBe('invalid_grant');
  });

  it('says so, and begins again with the same request', async () => {
    const { body } = await register(stack);
    const browser = createBrowser(stack);
    const signIn = await browser.go(authorizeUrl(stack, { client_id: body.client_id, state: 'kept' }));
    stack.clock.advance(600_000);
    const page = await browser.signIn(signIn);
    expect(page.html).toContain('took too long');
    const again = /href="([^"]+)">Start the sign-in again/.exec(page.html)![1]!.replaceAll('&amp;', '&');
    expect(answerOf(await browser.press(await browser.go(again), allow))).toMatchObject({ state: 'kept' });
  });

  it('… and would go on, were it not for that decision', async () => {
    await replace({ stateIsFresh: () => true });
    expect((await late()).html).toContain('AI Clients');
  });
});

describe('a request that is not clear', () => {
  it.each([['two resources', '&resource=https%3A%2F%2Fother.example%2Fmcp', 'invalid_target']])(
    'is refused: %s',
    async (_name, more, error) => {
      const { body } = await register(stack);
      const browser = createBrowser(stack);
      const end = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: body.client_id }) + more));
      expect(answerOf(end).error).toBe(error);
    },
  );

  it('names a redirect URI where several are registered', async () => {
    const { body } = await register(stack, { redirect_uris: ['https://one.example/cb', 'https://two.example/cb'] });
    const page = await createBrowser(stack).go(
      authorizeUrl(stack, { client_id: body.client_id, redirect_uri: undefined }),
    );
    expect({ status: page.status, code: page.errorCode }).toEqual({ status: 400, code: 'invalid_request' });
  });
});

describe('a token of the brokerage', () => {
  it('is refused at MCP, even with our audience', async () => {
    const header = Buffer.from('{"alg":"EdDSA","typ":"at+jwt"}').toString('base64url');
    const claims = Buffer.from(JSON.stringify({ iss: stack.broker.origin, aud: stack.gateway.mcpUrl })).toString(
      'base64url',
    );
    expect((await callMcp(stack, `${header}.${claims}.AAAA`)).status).toBe(401);
  });
});

describe('the AI Clients form', () => {
  it('needs a session, not only an empty token', async () => {
    const answer = await supertest(stack.gateway.origin).post('/ai-clients').type('form').send('csrf=&action=sign-out');
    expect([answer.status, answer.text.includes('form_expired')]).toEqual([400, true]);
  });
});

describe('decisions that no refusal shows', () => {
  it('a gateway that does not rotate gives the same refresh token again', async () => {
    await replace({ refreshTokenIsRotated: () => false });
    const { clientId, refreshToken } = await connect(stack);
    expect((await refresh(stack, clientId, refreshToken)).body.refresh_token).toBe(refreshToken);
  });

  it('a gateway that remembers consent sends a known client straight back', async () => {
    await replace({ consentIsAskedEachTime: (before) => !before });
    const { clientId, browser } = await connect(stack);
    expect(answerOf(await browser.go(authorizeUrl(stack, { client_id: clientId }))).code).toBeTruthy();
  });

  it('a gateway that trusts any redirect URI with errors is an open redirector', async () => {
    await replace({ errorMayBeRedirected: () => true });
    const { body } = await register(stack);
    const end = await createBrowser(stack).go(
      authorizeUrl(stack, { client_id: body.client_id, redirect_uri: 'https://evil.test/' }),
    );
    expect(end.url).toContain('https://evil.test/?error=redirect_uri_mismatch');
  });

  it('a gateway that tells self-registered clients at once skips the sign-in', async () => {
    await replace({ selfRegisteredTargetWaitsForSignIn: () => false });
    const { body } = await register(stack);
    const end = await createBrowser(stack).go(authorizeUrl(stack, { client_id: body.client_id, scope: 'nonsense' }));
    expect(answerOf(end).error).toBe('invalid_scope');
  });

  it('a gateway that does not mind whose request it is answers for another browser of the same user', async () => {
    const elsewhere = async () => {
      const page = await waitingPage();
      const { browser } = await connect(stack);
      return browser.go(page.url);
    };
    expect((await elsewhere()).errorCode).toBe('request_unknown');
    await replace({ requestIsOfThisBrowser: () => true });
    expect((await elsewhere()).html).toContain('value="allow"');
  });
});
