import { describe, expect, test } from 'vitest';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import { rewriteAccessToken, rewriteAnswer, rewriteFields, rewriteLocation } from './rewrites.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const answer = (own: Partial<EdgeResponse> = {}): EdgeResponse => ({
  method: 'POST',
  path: '/oauth/token',
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: { access_token: `${part({ alg: 'EdDSA' })}.${part({ aud: 'us', scope: 'read' })}.signature` },
  ...own,
});

describe('an answer that is meant', () => {
  test.each([
    [{ path: '/oauth/token' }, answer({ path: '/oauth/token?a=b' })],
    [{ path: ['/oauth/revoke', '/oauth/token'], method: 'POST' }, answer()],
    [{ path: /^\/oauth\//, status: [200, 201] }, answer()],
    [{ status: 'refusal' as const, error: 'invalid_grant' }, answer({ status: 400, body: { error: 'invalid_grant' } })],
  ])('%j', (which, response) => {
    expect(rewriteAnswer(which, { status: 418 }).response(response).status).toBe(418);
  });

  test.each([
    [{ path: '/oauth' }, answer()],
    [{ method: 'GET' }, answer()],
    [{ status: 400 }, answer()],
    [{ status: 'refusal' as const }, answer()],
    [{ error: 'invalid_grant' }, answer({ status: 400, body: '' })],
  ])('is not one that differs: %j', (which, response) => {
    expect(rewriteAnswer(which, { status: 418 }).response(response)).toBe(response);
  });
});

test('headers that are not named stay, and undefined leaves one out', () => {
  const headers = { 'cache-control': undefined, vary: 'origin' };
  expect(rewriteAnswer({}, { headers }).response(answer()).headers).toEqual({
    'content-type': 'application/json',
    vary: 'origin',
  });
});

test('fields are put over those of a JSON document, and text has none', () => {
  const named = rewriteFields({}, ({ scope }) => ({ scope: `${scope} more`, error: undefined }));
  expect(named.response(answer({ body: { scope: 'read', error: 'x', state: 's' } })).body).toEqual({
    scope: 'read more',
    error: undefined,
    state: 's',
  });
  const page = answer({ body: '<p>' });
  expect(named.response(page)).toBe(page);
});

test('claims are put over those of the access token, whose signature stays', () => {
  const { access_token: token } = rewriteAccessToken({ scope: undefined, jti: 'x' }).response(answer()).body as {
    access_token: string;
  };
  const [, claims, signature] = token.split('.');
  expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toEqual({ aud: 'us', jti: 'x' });
  expect(signature).toBe('signature');
});

test('a redirect leads elsewhere, and what is none stays', () => {
  const leadsAstray = rewriteLocation((location) => location.replace('https:', 'http:'));
  expect(leadsAstray.response(answer({ headers: { location: 'https://a.example/' } })).headers.location).toBe(
    'http://a.example/',
  );
  expect(leadsAstray.response(answer())).toEqual(answer());
});
