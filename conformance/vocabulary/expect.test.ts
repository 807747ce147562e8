import { expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { describe as inAPhrase } from './expect.ts';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const answer = (status: number, text: string, headers: Record<string, string> = {}) =>
  ({ status, text, headers, tryJson: () => parsed(text) }) as unknown as Answer;

test('an answer that is cut short says so', () => {
  expect(inAPhrase(answer(200, 'x'.repeat(200)))).toBe(`200 ${'x'.repeat(120)}…`);
  expect(inAPhrase(answer(200, 'short'))).toBe('200 short');
});

test.each<[string, Answer, string]>([
  ['an error', answer(400, '{"error":"invalid_grant"}'), '400 invalid_grant'],
  [
    'what it says of it',
    answer(400, '{"error":"invalid_grant","error_description":"The code\\nwas used."}'),
    '400 invalid_grant “The code was used.”',
  ],
  [
    'what the challenge says, where the body is empty',
    answer(401, '', { 'www-authenticate': 'Bearer error="invalid_token", error_description="it expired"' }),
    '401 “it expired”',
  ],
  [
    'the title of a page',
    answer(200, '<!doctype html><title>Something went wrong</title><p>…', { 'content-type': 'text/html' }),
    '200 and the page “Something went wrong”',
  ],
  ['nothing at all', answer(204, ''), '204'],
  ['an error that is no text', answer(400, '{"error":{"code":-32600},"error_description":7}'), '400 {"code":-32600}'],
])('an answer in a phrase: %s', (_, given, phrase) => {
  expect(inAPhrase(given)).toBe(phrase);
});
