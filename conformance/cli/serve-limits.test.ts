import { expect, test } from 'vitest';
import { limitRows, limitsOf } from './serve-limits.ts';

test('flags become settings of the gateway, and are told', () => {
  const flags = { registrations: 200, tokenLifetime: '5m' };
  expect(limitsOf(flags)).toEqual({ registrationsPerHour: 200, accessTokenSeconds: 300 });
  expect(limitRows(flags)).toEqual([
    ['limit', '200 registrations an hour'],
    ['limit', '300 seconds for an access token'],
  ]);
});

test('without flags nothing is changed', () => {
  expect(limitsOf({})).toEqual({});
  expect(limitRows({})).toEqual([]);
});
