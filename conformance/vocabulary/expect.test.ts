import { expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { describe as inAPhrase } from './expect.ts';

test('an answer that is cut short says so', () => {
  const answer = (text: string) => ({ status: 200, text, tryJson: () => undefined }) as unknown as Answer;
  expect(inAPhrase(answer('x'.repeat(200)))).toBe(`200 ${'x'.repeat(120)}…`);
  expect(inAPhrase(answer('short'))).toBe('200 short');
});
