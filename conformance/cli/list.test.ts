import { expect, test } from 'vitest';
import { type } from '../../dev/testing/terminal.ts';

test.each(['checks', 'clauses', 'profiles', 'scenarios', 'mutants', 'variations'])(
  'list %s prints data and nothing else',
  async (what) => {
    const { code, out, err } = await type(['list', what, '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out).length).toBeGreaterThan(1);
  },
);

test('clauses without a check are named as such, with totals', async () => {
  const { out } = await type(['list', 'clauses']);
  expect(out).toContain('no check yet');
  expect(out).toMatch(/\d+ clauses of level MUST that a black box can see: \d+ with a check, \d+ with no check yet/);
});
