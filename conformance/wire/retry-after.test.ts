import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.ts';

const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

test.each([
  ['120', 120],
  ['Wed, 21 Oct 2026 07:29:30 GMT', 90],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['Wednesday, 21-Oct-26 07:29:30 GMT', 90],
  ['Wed Oct 21 07:29:30 2026', 90],
  ['Wed, 21 Oct 2026', undefined],
  ['soon', undefined],
  ['1.5', undefined],
  ['-1', undefined],
])('Retry-After: %s', (after, seconds) => {
  expect(retryAfter({ headers: { 'retry-after': after, date } })).toBe(seconds);
});

test('no Retry-After says nothing', () => expect(retryAfter({ headers: {} })).toBeUndefined());
