import { expect, test } from 'vitest';
import { announcedLimit, roomAgain } from './announced-limit.ts';

test.each([
  ['fields of their own', { 'ratelimit-policy': '50;w=900', 'ratelimit-limit': '50', 'ratelimit-reset': '899' }, 900],
  ['without a policy', { 'ratelimit-limit': '50', 'ratelimit-reset': '899' }, undefined],
  ['several limits in one', { 'ratelimit-limit': '50, 50;w=900', 'ratelimit-reset': '899' }, undefined],
  ['one of pairs', { 'ratelimit-policy': '50;w=900', ratelimit: 'limit=50, remaining=0, reset=899' }, 900],
  ['a structured list', { 'ratelimit-policy': '"token";q=50;w=900', ratelimit: '"token";r=0;t=899' }, 900],
])('a limit is read from %s', (_, headers, seconds) => {
  expect(announcedLimit({ headers })).toEqual({ requests: 50, ...(seconds ? { seconds } : {}) });
  expect(roomAgain({ headers })).toBe(899);
});

test('Retry-After goes before', () => {
  expect(roomAgain({ headers: { 'retry-after': '7', 'ratelimit-reset': '899' } })).toBe(7);
});

test.each<Record<string, string>>([
  {},
  { ratelimit: 'soon' },
  { 'ratelimit-limit': 'unlimited' },
  { 'x-ratelimit-reset': '1795707000' },
])('nothing is made of %j', (headers) => {
  expect(announcedLimit({ headers })).toBeUndefined();
  expect(roomAgain({ headers })).toBeUndefined();
});
