import { expect, test } from 'vitest';
import { type Failures, failureWindow, noteFailure, recentFailures } from './failures.ts';

test('however many addresses are made up, one that is locked out stays so', () => {
  const failures: Failures = new Map();
  for (let i = 0; i < 5; i += 1) noteFailure(failures, 'victim', i, 10);
  for (let i = 0; i < 100; i += 1) noteFailure(failures, `made up ${i}`, 100 + i, 10);
  expect(recentFailures(failures, 'victim', 300)).toHaveLength(5);
  expect(failures.size).toBe(10);
});

test('what is over makes room before anybody else does', () => {
  const failures: Failures = new Map();
  noteFailure(failures, 'old', 0, 2);
  noteFailure(failures, 'new', failureWindow, 2);
  noteFailure(failures, 'newest', failureWindow, 2);
  expect([...failures.keys()]).toEqual(['new', 'newest']);
});
