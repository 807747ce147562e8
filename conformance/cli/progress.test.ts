import { expect, test } from 'vitest';
import type { Verdict } from '../run/model.ts';
import { showProgress } from './progress.ts';

function logOf(verdicts: readonly Verdict[], idOf = (n: number) => `tokens/obligation-${n}`): string[] {
  let err = '';
  const progress = showProgress({
    out() {},
    err: (text) => {
      err += text;
    },
    env: {},
    live: false,
    colour: false,
    onInterrupt: () => () => {},
  });
  for (const [index, verdict] of verdicts.entries()) {
    progress.onProgress({ done: index + 1, total: verdicts.length, id: idOf(index), verdict, target: 0 });
  }
  progress.end();
  return err.trim().split('\n');
}

test('a log of what nobody could look at is ten lines, however long the run', () => {
  const log = logOf(Array(390).fill('untestable'));
  expect(log).toHaveLength(10);
  expect(log.at(-1)).toBe('390 of 390 graded: 390 untestable');
});

test('findings are named, what they block is counted', () => {
  expect(logOf(['fail', 'blocked', 'blocked', 'warn', 'pass'])).toEqual([
    'fail  tokens/obligation-0',
    '1 of 5 graded: 1 fail',
    '2 of 5 graded: 1 fail, 1 blocked',
    '3 of 5 graded: 1 fail, 2 blocked',
    'warn  tokens/obligation-3',
    '4 of 5 graded: 1 fail, 2 blocked, 1 warn',
    '5 of 5 graded: 1 fail, 2 blocked, 1 warn',
  ]);
});

test('a finding of both eras is named once', () => {
  const log = logOf(['fail', 'pass', 'fail'], () => 'tokens/refuses-an-expired-token');
  expect(log.filter((line) => line.startsWith('fail'))).toEqual(['fail  tokens/refuses-an-expired-token']);
});

test('a run without findings says only how far it is', () => {
  expect(logOf(['pass', 'not-applicable'])).toEqual(['1 of 2 graded', '2 of 2 graded']);
});
