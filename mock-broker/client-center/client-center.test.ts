import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Agent,
  authorize,
  type Bank,
  callback,
  field,
  mcpUrl,
  openBank,
  type Reply,
  rightRequest,
  signIn,
} from '../../dev/testing/bank.ts';
import { redirectUriProblem } from './redirect-uri.ts';

let bank: Bank;
let browser: Agent;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());
beforeEach(async () => {
  bank.broker.reset();
  browser = bank.browser();
  await signIn(browser);
});

async function act(values: Record<string, string | string[]>, by = browser): Promise<Reply> {
  const csrf = field(await by.get('/client-center'), 'csrf');
  const answer = await by
    .post('/client-center')
    .type('form')
    .send({ csrf, ...values });
  return answer.status === 303 ? by.get(answer.headers.location!) : answer;
}

const draft = {
  action: 'generate',
  name: 'Cursor MCP',
  redirect_uri: callback,
  scopes: ['user:information'],
  use: 'gateway',
};
const newId = (page: Reply): string => /data-new-client-id>([^<]+)</.exec(page.text)?.[1] ?? '';

describe('a key', () => {
  test('is generated, shown with its Client ID and accepted by the OAuth server', async () => {
    const page = await act({ ...draft, scopes: ['user:information', 'order:information'] });
    const clientId = newId(page);
    expect(page.text).toContain(`data-client-id="${clientId}"`);
    expect(page.text).toContain('user:information, order:information');
    expect((await authorize(browser, rightRequest(clientId))).headers.location).toContain('/oauth2/consent');
  });

  test('is mended, deactivated, activated and deleted', async () => {
    const client_id = newId(await act({ ...draft, redirect_uri: `${callback}/` }));
    const request = { ...rightRequest(client_id), scope: 'user:information' };
    expect((await authorize(browser, request)).text).toContain('redirect_uri_mismatch');
    const mended = await act({ action: 'mend', client_id, name: 'Claude MCP', redirect_uri: callback });
    expect(mended.text).toContain('Claude MCP');
    expect((await authorize(browser, request)).status).toBe(303);
    expect((await act({ action: 'deactivate', client_id })).text).toContain('data-state="deactivated"');
    expect((await authorize(browser, request)).text).toContain('invalid_client');
    expect((await act({ action: 'activate', client_id })).text).toContain('data-state="active"');
    expect((await authorize(browser, request)).status).toBe(303);
    expect((await act({ action: 'delete', client_id })).text).not.toContain(client_id);
    expect((await authorize(browser, request)).text).toContain('was deleted');
  });

  test('belongs to its user', async () => {
    const client_id = newId(await act(draft));
    const other = bank.browser();
    await signIn(other, 'twin@example.com');
    expect((await other.get('/client-center')).text).not.toContain(client_id);
    expect((await act({ action: 'delete', client_id }, other)).status).toBe(422);
    expect((await browser.get('/client-center')).text).toContain(client_id);
  });

  test('needs the CSRF token', async () => {
    expect((await act({ ...draft, csrf: 'made-up' })).status).toBe(403);
  });

  test('is where a browser comes that opens the brokerage; a program hears that nothing is there', async () => {
    const page = await browser.get('/').set('Accept', 'text/html,*/*;q=0.8');
    expect([page.status, page.headers.location]).toEqual([303, '/client-center']);
    expect((await browser.get('/').set('Accept', '*/*')).status).toBe(404);
  });

  test('comes after the form that makes one', async () => {
    const page = await act(draft);
    expect(page.text.indexOf('id="generate"')).toBeLessThan(page.text.indexOf('data-client-id='));
  });

  test('is not at an address where nothing is: a browser gets a page that leads there, a program JSON', async () => {
    const page = await browser.get('/v9/nothing').set('Accept', 'text/html,*/*;q=0.8');
    expect([page.status, page.headers['content-security-policy']]).toEqual([404, expect.stringContaining("'none'")]);
    expect(page.text).toContain('data-error-code="not_found"');
    expect(page.text).toContain('href="/client-center"');
    const program = await browser.get('/v9/nothing').set('Accept', '*/*');
    expect([program.status, program.body.message]).toEqual([404, 'nothing is here: GET /v9/nothing']);
  });

  test('needs a user: others sign in first', async () => {
    const stranger = bank.browser();
    const page = await stranger.get('/client-center');
    expect([page.status, field(page, 'return_to')]).toEqual([200, '/client-center']);
  });
});

describe('what is filled in wrongly gets one clear sentence', () => {
  test.each([
    ['no name', { name: ' ' }, 'The client name is missing'],
    ['a name that reorders text', { name: 'Good\u202eemaN' }, 'hides or reorders text'],
    ['a name with a hidden character', { name: 'Claude\u200b MCP' }, 'hides or reorders text'],
    ['a name with a filler', { name: 'Claude\u3164' }, 'hides or reorders text'],
    ['joined emoji', { name: '👩\u200d💻' }, 'Joined emoji hold one'],
    ['a long name', { name: 'x'.repeat(81) }, 'longer than 80'],
    ['no redirect URI', { redirect_uri: '' }, 'The redirect URI is missing'],
    ['no URL', { redirect_uri: 'claude.ai/callback' }, 'not an absolute URL'],
    ['plain http', { redirect_uri: 'http://gateway.example/cb' }, 'use https:'],
    ['a fragment', { redirect_uri: `${callback}#x` }, 'has a fragment'],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, 'must start with https:'],
    ['a password', { redirect_uri: 'https://a:b@gateway.example/' }, 'user name or password'],
    ['no scope', { scopes: [] }, 'at least one scope'],
    ['another scope', { scopes: ['all'] }, 'no scope named all'],
    ['another use', { use: 'both' }, 'gateway or direct'],
  ])('%s', async (_name, change, sentence) => {
    const page = await act({ ...draft, ...(change as object) });
    expect(page.status).toBe(422);
    expect(page.text).toContain('role="alert"');
    expect(page.text).toContain(sentence);
  });

  test('what was typed stays in the form', async () => {
    const page = await act({ ...draft, redirect_uri: 'http://gateway.example/cb' });
    expect(page.text).toContain('value="Cursor MCP"');
    expect(page.text).toContain('value="http://gateway.example/cb"');
  });

  test('mending is judged in the same way', async () => {
    const client_id = newId(await act(draft));
    expect((await act({ action: 'mend', client_id, name: 'x', redirect_uri: 'nonsense' })).status).toBe(422);
    expect((await act({ action: 'explode', client_id })).text).toContain('no such action');
  });

  test('a key cannot be changed by names that every object has', async () => {
    const client_id = newId(await act(draft));
    expect((await act({ action: 'toString', client_id })).status).toBe(422);
  });
});

describe('a key that will not work is saved with a warning', () => {
  test.each([
    ['the MCP URL', { redirect_uri: mcpUrl }, 'This is the MCP URL'],
    ['the MCP URL with a slash', { redirect_uri: `${mcpUrl}/` }, 'This is the MCP URL'],
    ['the callback with a slash', { redirect_uri: `${callback}/` }, `must be exactly ${callback}`],
    ['the callback in a key for direct use', { use: 'direct' }, 'the platform itself'],
  ])('%s', async (_name, change, sentence) => {
    const page = await act({ ...draft, ...(change as object) });
    expect(newId(page)).not.toBe('');
    expect(page.text).toContain('data-warning');
    expect(page.text).toContain(sentence);
  });

  test('the callback itself is saved without one', async () => {
    expect((await act(draft)).text).not.toContain('data-warning');
  });
});

test('loopback may speak plain http', () => {
  for (const host of ['127.0.0.1:4000', '[::1]:4000', 'localhost']) {
    expect(redirectUriProblem(`http://${host}/callback`)).toBeUndefined();
  }
  expect(redirectUriProblem('http://127.0.0.1.evil.example/')).toContain('use https:');
});
