import { expect, test } from 'vitest';
import type { Authorized } from '../vocabulary/oauth.ts';
import type { Page } from '../vocabulary/user-agent.ts';
import { expectErrorResponse, isDeadEnd, isErrorPage } from './error-response.ts';

const page = (status: number, kind: Page['kind']): Page => {
  const url = 'https://as.example/authorize';
  return { url, status, kind, title: 'A page', text: '', headers: {}, html: '', exchange: 1 };
};
const ended = (where: Partial<Authorized['landing']>, selfRegistered = true): Authorized => {
  const answer = Object.fromEntries(where.redirect?.url.searchParams ?? []);
  const sent = { state: '', verifier: '', redirectUri: 'https://client.example/cb', selfRegistered };
  return { landing: { pages: [], ...where }, answer, ...sent };
};
const to = (url: string) => ({ redirect: { url: new URL(url), exchange: 1 } });
const refused = (authorized: Authorized) => () => expectErrorResponse(authorized, 'invalid_request');

test('an error at the redirect URI is a refusal, behind the # too, and another error is none', () => {
  expect(refused(ended(to('https://client.example/cb?error=invalid_request')))).not.toThrow();
  expect(refused(ended(to('https://client.example/cb#error=invalid_request')))).not.toThrow();
  expect(refused(ended(to('https://client.example/cb?error=server_error')))).toThrow(
    'seen a redirect with error=server_error',
  );
});

test('an error beside a code or a token is no refusal', () => {
  expect(refused(ended(to('https://client.example/cb?error=invalid_request&code=1')))).toThrow();
  expect(refused(ended(to('https://client.example/cb?error=invalid_request#access_token=1')))).toThrow();
});

test('a page is a refusal where the client registered itself, unless it asks something or the server broke', () => {
  expect(refused(ended({ stoppedAt: page(400, 'error') }))).not.toThrow();
  expect(refused(ended({ stoppedAt: page(400, 'error') }, false))).toThrow('seen the page “A page” (400)');
  expect(isErrorPage(page(200, 'other'))).toBe(true);
  expect(isErrorPage(page(200, 'permission'))).toBe(false);
  expect(isErrorPage(page(500, 'error'))).toBe(false);
});

test('who was sent nowhere came to a dead end, also where the server broke', () => {
  expect(isDeadEnd(page(500, 'error'))).toBe(true);
  expect(isDeadEnd(page(503, 'sign-in'))).toBe(true);
  expect(isDeadEnd(page(400, 'error'))).toBe(true);
  expect(isDeadEnd(page(200, 'permission'))).toBe(false);
  expect(isDeadEnd(page(200, 'sign-in'))).toBe(false);
});
