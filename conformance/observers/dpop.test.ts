import { expect, test } from 'vitest';
import type { Observation, Sight } from '../vocabulary/observation.ts';
import { dpopNamesAlgorithms, dpopNamesNoErrorUnasked, noncesAreExposed, noncesAreNotStored } from './dpop.ts';

const saidOf = ({ judge }: Observation, headers: Record<string, string>, request: object = {}) => {
  const sight = { request: { method: 'GET', headers: {}, ...request }, answer: { status: 401, headers } };
  const said = judge(sight as unknown as Sight<'answer'>);
  return typeof said === 'object' ? 'breach' : said;
};
const challenge = (words: string) => ({ 'www-authenticate': words });

test.each([
  ['DPoP algs="ES256 PS256"', 'well'],
  ['Bearer realm="a, DPoP b", dpop algs="ES256"', 'well'],
  ['Bearer, DPoP', 'breach'],
  ['Bearer algs="ES256", DPoP error="invalid_token"', 'breach'],
  ['Bearer error="invalid_token"', undefined],
])('whether %s says its algorithms: %s', (words, wanted) => {
  expect(saidOf(dpopNamesAlgorithms, challenge(words))).toBe(wanted);
});

test('an error stands in the challenge to who brought something', () => {
  const words = challenge('Bearer error="x", DPoP algs="ES256", error="invalid_token"');
  expect(saidOf(dpopNamesNoErrorUnasked, words)).toBe('breach');
  expect(saidOf(dpopNamesNoErrorUnasked, words, { headers: { authorization: 'DPoP t' } })).toBeUndefined();
  expect(saidOf(dpopNamesNoErrorUnasked, challenge('Bearer error="x", DPoP algs="ES256"'))).toBe('well');
});

test.each([
  ['GET', {}, 'breach'],
  ['GET', { 'cache-control': 'no-store' }, 'well'],
  ['POST', {}, 'well'],
  ['POST', { 'cache-control': 'max-age=0, private' }, 'well'],
  ['POST', { 'cache-control': 'public, max-age=60' }, 'breach'],
])('a nonce in the answer to %s with %j: %s', (method, headers, wanted) => {
  const all = { 'dpop-nonce': 'n', ...headers } as Record<string, string>;
  expect(saidOf(noncesAreNotStored, all, { method })).toBe(wanted);
});

test.each([
  [{}, undefined],
  [{ 'access-control-allow-origin': '*' }, 'breach'],
  [{ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'WWW-Authenticate, DPoP-Nonce' }, 'well'],
  [{ 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }, 'well'],
])('a nonce beside %j: %s', (headers, wanted) => {
  expect(saidOf(noncesAreExposed, { 'dpop-nonce': 'n', ...headers } as Record<string, string>)).toBe(wanted);
});
