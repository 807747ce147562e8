import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Agent,
  authorize,
  type Bank,
  callback,
  carried,
  decide,
  field,
  openBank,
  openPermission,
  rightRequest,
  signIn,
} from '../../dev/testing/bank.ts';

let bank: Bank;
let browser: Agent;
let clientId: string;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());
beforeEach(async () => {
  bank.broker.reset();
  browser = bank.browser();
  clientId = await bank.makeKey({ scopes: ['user:information', 'order:information'] });
});

describe('the way to a code', () => {
  test('a visitor signs in first and comes back to the request', async () => {
    const page = await authorize(browser, rightRequest(clientId));
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('id="sign-in"')]);
    const form = { email: 'trader@example.com', password: 'opening-bell', csrf: field(page, 'csrf') };
    const done = await browser
      .post('/sign-in')
      .type('form')
      .send({ ...form, return_to: field(page, 'return_to') });
    expect(done.status).toBe(303);
    expect(done.headers.location).toMatch(/^\/oauth2\/consent\?/);
    expect(done.headers.location).toContain(clientId);
  });

  test('the permission page names client, host, account and scopes', async () => {
    await signIn(browser);
    const page = await openPermission(browser, rightRequest(clientId));
    expect(page.status).toBe(200);
    for (const word of [
      'Claude MCP',
      'gateway.example',
      'trader@example.com',
      'user:information',
      'order:information',
    ]) {
      expect(page.text).toContain(word);
    }
    expect(page.text).not.toContain('order:execution');
  });

  test('Allow sends code, state and issuer to the redirect URI', async () => {
    await signIn(browser);
    const answer = await decide(browser, rightRequest(clientId), 'allow');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^https:\/\/gateway\.example\/auth\/callback\?/);
    expect(carried(answer)).toEqual({ code: expect.any(String), state: 'state-1', iss: bank.broker.origin });
  });

  test('Deny sends access_denied with state and issuer', async () => {
    await signIn(browser);
    const answer = await decide(browser, rightRequest(clientId), 'deny');
    const { error, state, iss, code } = carried(answer);
    expect({ error, state, iss, code }).toEqual({ error: 'access_denied', state: 'state-1', iss: bank.broker.origin });
  });

  test('no state comes back where none was sent', async () => {
    await signIn(browser);
    const { state, ...request } = rightRequest(clientId);
    expect(carried(await decide(browser, request, 'allow'))).not.toHaveProperty('state');
  });

  test('a redirect URI with a query keeps it', async () => {
    const redirect_uri = 'https://gateway.example/cb?tenant=1';
    const other = await bank.makeKey({ redirect_uri });
    await signIn(browser);
    const answer = await decide(browser, { ...rightRequest(other), redirect_uri }, 'allow');
    expect(carried(answer)).toMatchObject({ tenant: '1', state: 'state-1' });
  });
});

describe('requests that are refused at the client', () => {
  test.each([
    ['no response_type', { response_type: '' }, 'invalid_request'],
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['a short challenge', { code_challenge: 'abc' }, 'invalid_request'],
    ['no challenge method', { code_challenge_method: '' }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope that the key lacks', { scope: 'user:information order:execution' }, 'invalid_scope'],
    ['a scope that nobody has', { scope: 'everything' }, 'invalid_scope'],
    ['a resource of a stranger', { resource: 'https://stranger.example/' }, 'invalid_target'],
  ])('%s', async (_name, change, error) => {
    const answer = await authorize(browser, { ...rightRequest(clientId), ...(change as Record<string, string>) });
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toMatch(/^https:\/\/gateway\.example\/auth\/callback\?/);
    expect(carried(answer)).toMatchObject({ error, state: 'state-1', iss: bank.broker.origin });
  });

  test('a parameter sent twice', async () => {
    const twice = `${new URLSearchParams(rightRequest(clientId))}&state=again`;
    expect(carried(await browser.get(`/oauth2/authorize?${twice}`)).error).toBe('invalid_request');
  });
});

describe('requests that are refused on a page', () => {
  const refused = async (parameters: Record<string, string>, code: string) => {
    const page = await authorize(browser, parameters);
    expect(page.status).toBe(400);
    expect(page.headers.location).toBeUndefined();
    expect(page.text).toMatch(new RegExp(`data-error-code="${code}">${code}<`));
    expect(page.text).toContain('<h1>');
    return page.text;
  };

  test('unknown, deactivated and deleted clients each get their own sentence', async () => {
    const unknown = await refused(rightRequest('never-made'), 'invalid_client');
    expect(unknown).toContain('No key has this Client ID');
    await bank.hook('patch', `/keys/${clientId}`, { active: false });
    expect(await refused(rightRequest(clientId), 'invalid_client')).toContain('is deactivated');
    await bank.hook('delete', `/keys/${clientId}`);
    expect(await refused(rightRequest(clientId), 'invalid_client')).toContain('was deleted');
  });

  test('a client that was deactivated works again once it is activated', async () => {
    await bank.hook('patch', `/keys/${clientId}`, { active: false });
    await bank.hook('patch', `/keys/${clientId}`, { active: true });
    await signIn(browser);
    expect(carried(await decide(browser, rightRequest(clientId), 'allow')).code).toBeTruthy();
  });

  test.each([
    ['a slash too many', `${callback}/`, 'A slash too many'],
    ['another host', 'https://gateway.example.evil.example/auth/callback', 'The host differs'],
    ['another scheme', 'http://gateway.example/auth/callback', 'The scheme differs'],
    ['another path', 'https://gateway.example/auth', 'The path differs'],
    ['a query', `${callback}?x=1`, 'The query differs'],
    ['a fragment', `${callback}#x`, 'no fragment'],
    ['upper case', 'https://GATEWAY.example/auth/callback', 'upper and lower case'],
    ['no URL', 'gateway', 'not an absolute URL'],
  ])('redirect_uri_mismatch: %s', async (_name, redirect_uri, sentence) => {
    const page = await refused({ ...rightRequest(clientId), redirect_uri }, 'redirect_uri_mismatch');
    expect(page).toContain(redirect_uri.replaceAll('&', '&amp;'));
    expect(page).toContain(sentence);
    expect(page).toContain('Client Center');
  });

  test('what was sent is shown as text, not as markup', async () => {
    const redirect_uri = 'https://x.example/"><script>alert(1)</script>';
    const page = await refused({ ...rightRequest(clientId), redirect_uri }, 'redirect_uri_mismatch');
    expect(page).not.toContain('<script>');
  });

  test('a missing client_id or redirect_uri, or one sent twice', async () => {
    await refused({ ...rightRequest(clientId), client_id: '' }, 'invalid_request');
    await refused({ ...rightRequest(clientId), redirect_uri: '' }, 'invalid_request');
    const twice = `${new URLSearchParams(rightRequest(clientId))}&redirect_uri=https://evil.example`;
    const page = await browser.get(`/oauth2/authorize?${twice}`);
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
  });

  test('a key that was saved with a slash works once it is mended', async () => {
    const slashed = await bank.makeKey({ redirect_uri: `${callback}/` });
    expect(await refused(rightRequest(slashed), 'redirect_uri_mismatch')).toContain('A slash too few');
    await bank.hook('patch', `/keys/${slashed}`, { redirect_uri: callback });
    await signIn(browser);
    expect(carried(await decide(browser, rightRequest(slashed), 'allow')).code).toBeTruthy();
  });
});
