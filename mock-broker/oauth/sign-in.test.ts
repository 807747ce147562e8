import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Agent, type Bank, field, openBank, signIn } from '../../dev/testing/bank.ts';

let bank: Bank;
let browser: Agent;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());
beforeEach(() => {
  bank.broker.reset();
  browser = bank.browser();
});

const isSignedIn = async (): Promise<boolean> => !(await browser.get('/client-center')).text.includes('id="sign-in"');

describe('signing in', () => {
  test('leads to Client Center, in a session cookie that scripts and other sites do not get', async () => {
    const answer = await signIn(browser);
    expect([answer.status, answer.headers.location]).toEqual([303, '/client-center']);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^openbell_broker=/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).not.toMatch(/expires|max-age|secure/i);
    expect(await isSignedIn()).toBe(true);
    expect((await browser.get('/sign-in')).headers.location).toBe('/client-center');
  });

  test('gives a new cookie, so that one planted before is worth nothing', async () => {
    const before = String((await browser.get('/sign-in')).headers['set-cookie']);
    const after = String((await signIn(browser)).headers['set-cookie']);
    expect(after.split(';')[0]).not.toBe(before.split(';')[0]);
  });

  test('a wrong password or address says so and signs nobody in', async () => {
    for (const [email, password] of [
      ['trader@example.com', 'wrong'],
      ['nobody@example.com', 'opening-bell'],
      ['nobody@example.com', ''],
    ]) {
      const answer = await signIn(browser, email, password);
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('The email address or the password is wrong');
    }
    expect(await isSignedIn()).toBe(false);
  });

  test('after five wrong passwords one waits, politely, and then gets in', async () => {
    for (let i = 0; i < 5; i += 1) await signIn(browser, 'trader@example.com', 'wrong');
    const answer = await signIn(browser);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('300');
    expect(answer.text).toContain('try again in 5 minutes');
    expect((await signIn(browser, 'twin@example.com')).status).toBe(303);
    await browser.get('/sign-out');
    bank.clock.advance(300_000);
    expect((await signIn(browser)).status).toBe(303);
  });

  test('needs the CSRF token of its own page', async () => {
    await browser.get('/sign-in');
    const form = { email: 'trader@example.com', password: 'opening-bell', csrf: 'made-up' };
    expect((await browser.post('/sign-in').type('form').send(form)).status).toBe(403);
    expect((await bank.browser().post('/sign-in').type('form').send(form)).status).toBe(403);
  });

  test('ends after twelve hours', async () => {
    await signIn(browser);
    bank.clock.advance(12 * 3_600_000);
    expect(await isSignedIn()).toBe(false);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    'https://gateway.example/',
  ])('never leads to %s', async (target) => {
    const page = await browser.get(`/sign-in?return_to=${encodeURIComponent(target)}`);
    expect(field(page, 'return_to')).toBe('/client-center');
    const form = { email: 'trader@example.com', password: 'opening-bell', csrf: field(page, 'csrf') };
    const answer = await browser
      .post('/sign-in')
      .type('form')
      .send({ ...form, return_to: target });
    expect(answer.headers.location).toBe('/client-center');
  });
});

test.each(['/.//evil.example/', '/%2e//evil.example', '/client-center/..//evil.example'])(
  'a path like %s is no way to another host',
  async (target) => {
    const page = await browser.get(`/sign-in?return_to=${encodeURIComponent(target)}`);
    const form = { email: 'trader@example.com', password: 'opening-bell', csrf: field(page, 'csrf') };
    const signedIn = await browser
      .post('/sign-in')
      .type('form')
      .send({ ...form, return_to: target });
    const signedOut = await browser.get(`/sign-out?return_to=${encodeURIComponent(target)}`);
    for (const { headers } of [signedIn, signedOut]) expect(headers.location).toMatch(/^\/evil\.example/);
  },
);

describe('signing out', () => {
  test('ends the session on the server', async () => {
    await signIn(browser);
    expect((await browser.get('/sign-out')).text).toContain('You are signed out');
    expect(await isSignedIn()).toBe(false);
  });

  test('returns to the brokerage or to a partner', async () => {
    for (const target of ['/oauth2/authorize?client_id=x', 'https://gateway.example/oauth/authorize?x=1']) {
      const answer = await browser.get(`/sign-out?return_to=${encodeURIComponent(target)}`);
      expect([answer.status, answer.headers.location]).toEqual([302, target]);
    }
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    'https://gateway.example.evil.example/',
  ])('does not follow %s', async (target) => {
    const answer = await browser.get(`/sign-out?return_to=${encodeURIComponent(target)}`);
    expect([answer.status, answer.headers.location]).toEqual([200, undefined]);
    expect(answer.text).toContain('did not follow');
  });
});
