import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Agent,
  authorize,
  type Bank,
  carried,
  decide,
  field,
  firstParty,
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

describe('the permission is remembered per user and client', () => {
  const comesUp = async (request: Record<string, string>) =>
    (await authorize(browser, request)).headers.location?.startsWith('/oauth2/consent?') ?? false;

  test('the second connection skips the page', async () => {
    await signIn(browser);
    await decide(browser, rightRequest(clientId), 'allow');
    expect(carried(await authorize(browser, rightRequest(clientId))).code).toBeTruthy();
  });

  test('another client and another user are asked', async () => {
    await signIn(browser);
    await decide(browser, rightRequest(clientId), 'allow');
    expect(await comesUp(rightRequest(await bank.makeKey()))).toBe(true);
    browser = bank.browser();
    await signIn(browser, 'twin@example.com');
    expect(await comesUp(rightRequest(clientId))).toBe(true);
  });

  test('a larger scope is asked for', async () => {
    await signIn(browser);
    await decide(browser, { ...rightRequest(clientId), scope: 'user:information' }, 'allow');
    expect(await comesUp(rightRequest(clientId))).toBe(true);
  });

  test.each(['left unanswered', 'denied'])(
    'a page that was %s comes up again, for the same and for a new client',
    async (how) => {
      await signIn(browser);
      await openPermission(browser, rightRequest(clientId));
      if (how === 'denied') await decide(browser, rightRequest(clientId), 'deny');
      expect(await comesUp(rightRequest(clientId))).toBe(true);
      expect(await comesUp(rightRequest(await bank.makeKey()))).toBe(true);
      expect(carried(await decide(browser, rightRequest(clientId), 'allow')).code).toBeTruthy();
    },
  );

  test('an unanswered page for a larger scope does not forget what was allowed', async () => {
    await signIn(browser);
    const smaller = { ...rightRequest(clientId), scope: 'user:information' };
    await decide(browser, smaller, 'allow');
    await openPermission(browser, rightRequest(clientId));
    expect(carried(await authorize(browser, smaller)).code).toBeTruthy();
  });

  test('the brokerage’s own gateway is never asked about', async () => {
    await signIn(browser);
    const request = { ...rightRequest(firstParty.clientId), redirect_uri: firstParty.redirectUris[0]! };
    expect(carried(await authorize(browser, request)).code).toBeTruthy();
  });

  test('a key that is closed while the page is open gets no code', async () => {
    await signIn(browser);
    const page = await openPermission(browser, rightRequest(clientId));
    await bank.hook('patch', `/keys/${clientId}`, { active: false });
    const action = `/oauth2/consent?${new URLSearchParams(rightRequest(clientId))}`;
    const answer = await browser
      .post(action)
      .type('form')
      .send({ csrf: field(page, 'csrf'), decision: 'allow' });
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  });
});

describe('forms and pages are guarded', () => {
  test('an answer without the CSRF token, or with that of another browser, is refused', async () => {
    await signIn(browser);
    const action = `/oauth2/consent?${new URLSearchParams(rightRequest(clientId))}`;
    const other = bank.browser();
    await signIn(other);
    const foreign = field(await openPermission(other, rightRequest(clientId)), 'csrf');
    for (const csrf of ['', foreign]) {
      const answer = await browser.post(action).type('form').send({ csrf, decision: 'allow' });
      expect([answer.status, answer.headers.location]).toEqual([403, undefined]);
    }
  });

  test('an answer that is neither allow nor deny is asked for again', async () => {
    await signIn(browser);
    expect((await decide(browser, rightRequest(clientId), 'maybe')).status).toBe(400);
  });

  test('no page may be framed, stored or scripted', async () => {
    await signIn(browser);
    const pages = [await openPermission(browser, rightRequest(clientId)), await authorize(browser, rightRequest('no'))];
    for (const path of ['/client-center', '/sign-out', '/sign-in']) pages.push(await browser.get(path));
    for (const page of pages) {
      expect(page.headers['x-frame-options']).toBe('DENY');
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.headers['cache-control']).toBe('no-store');
      expect(page.text).toMatch(/<title>.+<\/title>[\s\S]*<h1>/);
      expect(page.text).not.toContain('<script');
    }
  });
});
