import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, connect, refresh, register } from '../../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, verifier } from '../../../dev/testing/gateway-stack.ts';
import { allScopes, ask, hook, startPartners, use, vendor } from '../../../dev/testing/partner-stack.ts';
import { seededUserId } from '../../../mock-broker/users.ts';
import { createMemoryState } from '../../state/memory.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startPartners();
});
afterEach(() => stack.close());

describe('CE-2: partner access', () => {
  const nobody = 'free@example.com';

  it('is missed on a page that says so, nothing is issued, and the client hears access_denied', async () => {
    const { body: client } = await register(stack);
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: client.client_id })), nobody);
    expect([page.status, page.errorCode]).toEqual([403, 'access_denied']);
    expect(page.html).toContain('no partner access');
    const end = answerOf(await browser.press(page, { name: 'action', value: 'back' }));
    expect(end).toMatchObject({ error: 'access_denied', state: 'state-1', iss: stack.gateway.origin });
    expect(end.code).toBeUndefined();
  });

  it('is not got around by going to the consent page by hand', async () => {
    const { body: client } = await register(stack);
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: client.client_id })), nobody);
    const consent = await browser.go(page.url.replace('no-access', 'consent'));
    const end = answerOf(await browser.press(consent, { name: 'decision', value: 'allow' }));
    expect([end.error, end.code]).toEqual(['access_denied', undefined]);
  });

  it('is had by whoever has a key that is active', async () => {
    const { accessToken } = await connect(stack, { email: 'reader@example.com' });
    expect((await ask(stack, accessToken, 'tools/list')).status).toBe(200);
    await hook(stack, 'delete', '/keys/a-part');
    expect((await ask(stack, accessToken, 'tools/list')).status).toBe(401);
  });

  it('counts at the next call and the next refresh after it was withdrawn', async () => {
    const email = 'twin@example.com';
    const { clientId, accessToken, refreshToken } = await connect(stack, { email });
    await hook(stack, 'post', '/accounts', { accounts: [{ user_id: seededUserId(email), email, access: false }] });
    expect((await ask(stack, accessToken, 'tools/list')).status).toBe(401);
    const refused = await refresh(stack, clientId, refreshToken);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    await hook(stack, 'post', '/accounts', { accounts: [{ user_id: seededUserId(email), email, access: true }] });
    expect((await refresh(stack, clientId, refreshToken)).status).toBe(200);
  });
});

describe('CE-3: a client with a secret', () => {
  const { clientId, clientSecret } = vendor;

  async function code(): Promise<string> {
    const browser = createBrowser(stack);
    const asked = authorizeUrl(stack, { client_id: clientId });
    const end = await browser.press(await browser.signIn(await browser.go(asked)), {
      name: 'decision',
      value: 'allow',
    });
    return answerOf(end).code!;
  }
  const post = async (form: Record<string, string>, basic?: [string, string]) => {
    const request = supertest(stack.gateway.origin).post('/oauth/token').type('form');
    if (basic) request.auth(...basic);
    return request.send({
      grant_type: 'authorization_code',
      code: await code(),
      code_verifier: verifier,
      redirect_uri: redirectUri,
      ...form,
    });
  };

  it('proves itself in the header or in the body, beside clients that registered', async () => {
    const methods = ['none', 'client_secret_basic', 'client_secret_post'];
    const { body } = await supertest(stack.gateway.origin).get('/.well-known/oauth-authorization-server');
    expect(body.token_endpoint_auth_methods_supported).toEqual(methods);
    const basic = await post({}, [clientId, clientSecret]);
    expect([basic.status, basic.body.scope]).toEqual([200, allScopes]);
    const posted = await post({ client_id: clientId, client_secret: clientSecret });
    expect(posted.status).toBe(200);
    expect((await use(stack, posted.body.access_token, 'list_traders')).status).toBe(200);
    const refreshed = { grant_type: 'refresh_token', refresh_token: posted.body.refresh_token };
    expect((await post(refreshed, [clientId, clientSecret])).status).toBe(200);
    expect((await connect(stack)).accessToken).toBeTruthy();
  });

  it('is nobody without it: not with a wrong secret, not without one, not as a public client', async () => {
    const refused = async (form: Record<string, string>, basic?: [string, string]) => {
      const { status, body } = await post(form, basic);
      return [status, body.error];
    };
    const invalid = [401, 'invalid_client'];
    expect(await refused({}, [clientId, 'wrong'])).toEqual(invalid);
    expect(await refused({ client_id: clientId, client_secret: 'wrong' })).toEqual(invalid);
    expect(await refused({ client_id: clientId })).toEqual(invalid);
    expect(await refused({}, ['somebody', clientSecret])).toEqual(invalid);
    expect(await refused({ client_id: clientId, client_secret: clientSecret }, [clientId, clientSecret])).toEqual([
      400,
      'invalid_request',
    ]);
    // The secret of one is no proof for another that registered.
    const { body: other } = await register(stack);
    expect(await refused({ client_id: other.client_id }, [clientId, clientSecret])).toEqual(invalid);
  });

  it('revokes with its secret alone', async () => {
    const { body } = await post({}, [clientId, clientSecret]);
    const revoke = (form: object) => supertest(stack.gateway.origin).post('/oauth/revoke').type('form').send(form);
    expect((await revoke({ client_id: clientId, token: body.refresh_token })).status).toBe(401);
    expect((await ask(stack, body.access_token, 'tools/list')).status).toBe(200);
    const right = { client_id: clientId, client_secret: clientSecret, token: body.refresh_token };
    expect((await revoke(right)).status).toBe(200);
    expect((await ask(stack, body.access_token, 'tools/list')).status).toBe(401);
  });
});

it('CE-5: a token that was got elsewhere works by itself, and nobody registers', async () => {
  const { accessToken } = await connect(stack);
  const bare = await use(stack, accessToken, 'list_assets');
  expect([bare.status, bare.result.results.length]).toEqual([200, 4]);
});

describe('what a user leaves', () => {
  it('is what the client gets', async () => {
    const choose = ['directory.read', 'stats.read'];
    const { accessToken } = await connect(stack, { choose });
    const { body } = await ask(stack, accessToken, 'tools/list');
    expect(body.result.tools).toHaveLength(4);
    expect((await use(stack, accessToken, 'list_messages')).status).toBe(403);
  });

  it('is a no where it is nothing', async () => {
    const { body: client } = await register(stack);
    const browser = createBrowser(stack);
    const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: client.client_id })));
    const end = answerOf(await browser.press(page, { name: 'decision', value: 'allow' }, { scope: [] }));
    expect([end.error, end.code]).toEqual(['access_denied', undefined]);
  });
});

it('a tool that came later, under a new scope, is hidden from an older connection and named in its refusal', async () => {
  const state = createMemoryState();
  const before = await startPartners({ state });
  const { clientId, accessToken } = await connect(before);
  const port = Number(new URL(before.gateway.origin).port);
  await before.gateway.close();
  const later = await startPartners({ state, port, withAdded: true });
  const names = async (token: string) =>
    (await ask(later, token, 'tools/list')).body.result.tools.map((one: { name: string }) => one.name);
  expect(await names(accessToken)).toHaveLength(8);
  const refused = await use(later, accessToken, 'list_channel_summaries');
  expect([refused.status, refused.headers['www-authenticate']]).toEqual([
    403,
    expect.stringMatching(/insufficient_scope.*summaries\.read/),
  ]);
  expect((await use(later, accessToken, 'list_traders')).status).toBe(200);
  const again = await connect(later, { clientId, scope: `${allScopes} summaries.read` });
  expect(await names(again.accessToken)).toContain('list_channel_summaries');
  expect((await use(later, again.accessToken, 'list_channel_summaries')).result.results).toHaveLength(3);
  await later.close();
  await before.broker.close();
});
