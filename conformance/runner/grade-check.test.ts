import { expect, onTestFinished, test } from 'vitest';
import { clientsWithSecrets } from '../../dev/testing/clients-with-secrets.ts';
import { Untestable, Violation } from '../vocabulary/expect.ts';
import { createPool } from '../wire/http.ts';
import { createSecrets } from '../wire/secrets.ts';
import { gradeCheck } from './grade-check.ts';
import { prepare } from './prepare.ts';

/** A check that waits so many seconds for a limit the first time and then finds this; the second time all is well. */
async function findsAfterWaiting(seconds: number, finding: Error) {
  const { mcpUrl: url, close } = await clientsWithSecrets();
  const pool = createPool();
  onTestFinished(async () => {
    await pool.destroy();
    await close();
  });
  const options = { version: 'test', targets: [], checks: [], scenarios: [], startedAt: '2026-11-26T15:00:00.000Z' };
  const context = await prepare(options, { url, era: '2025-11-25' }, pool, createSecrets());
  let times = 0;
  const check = {
    id: 'pkce/redeems',
    title: 'A code is redeemed',
    clauses: ['oauth21/code-single-use'] as const,
    remedy: 'none',
    mutants: ['lets-a-code-be-used-again'] as const,
    async run() {
      if (++times > 1) return;
      context.patience.left -= seconds;
      throw finding;
    },
  };
  return (await gradeCheck({ ...check, clauses: [...check.clauses], mutants: [...check.mutants] }, context, []))
    .verdict;
}

const expired = () => new Violation('200', '400 invalid_grant');

test('what was got before a long wait for a limit may be too old: nobody is blamed for that', async () => {
  expect(await findsAfterWaiting(60, expired())).toBe('pass');
});

test('after a short wait a violation is one', async () => {
  expect(await findsAfterWaiting(2, expired())).toBe('fail');
});

test('a limit that nobody waits for is not run into again', async () => {
  expect(await findsAfterWaiting(60, new Untestable('the target takes 50 requests'))).toBe('untestable');
});
