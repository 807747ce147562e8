import { expect, test } from 'vitest';
import { resultsOf } from './test-results.mjs';

test('a failing test of Vitest is named with its file and the first lines of the reason, without colours', () => {
  const results = resultsOf.vitest({
    numPassedTests: 1,
    numPendingTests: 2,
    testResults: [
      {
        name: 'orders.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'is sent' },
          {
            status: 'failed',
            fullName: 'is sent once',
            failureMessages: ['\u001b[31mexpected 1, got 2\u001b[39m\n\n  at a\n  at b\n  at c\n  at d'],
          },
        ],
      },
    ],
  });
  expect(results).toEqual({
    passed: 1,
    failed: 1,
    skipped: 2,
    failures: [{ test: 'orders.test.ts › is sent once', why: 'expected 1, got 2\n  at a\n  at b\n  at c' }],
  });
});

test('a file that cannot be loaded counts as one failure', () => {
  const broken = { name: 'broken.test.ts', status: 'failed', message: 'no such module', assertionResults: [] };
  expect(resultsOf.vitest({ numPassedTests: 0, numPendingTests: 0, testResults: [broken] })).toMatchObject({
    failed: 1,
    failures: [{ test: 'broken.test.ts', why: 'no such module' }],
  });
});

test('a failing test of Playwright is named wherever it stands, and so is what fails outside of one', () => {
  const spec = (title: string, ok: boolean) => ({
    title,
    ok,
    file: 'page.spec.ts',
    line: 7,
    tests: [{ results: [{ error: ok ? undefined : { message: 'it did not open' } }] }],
  });
  const results = resultsOf.playwright({
    stats: { expected: 1, flaky: 0, unexpected: 1, skipped: 0 },
    errors: [{ message: 'no browser' }],
    suites: [{ specs: [spec('loads', true)], suites: [{ specs: [spec('opens', false)] }] }],
  });
  expect(results).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
    failures: [
      { test: 'page.spec.ts:7 › opens', why: 'it did not open' },
      { test: 'outside of a test', why: 'no browser' },
    ],
  });
});
