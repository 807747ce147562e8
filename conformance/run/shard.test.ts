import { expect, test } from 'vitest';
import { failingRun, greenRun } from '../../dev/testing/sample-run.ts';
import { mergeRuns } from './merge.ts';
import type { Run } from './model.ts';
import { missingShards, shardOf } from './shard.ts';

const all = Array.from({ length: 20 }, (_, n) => ({ id: `wire/${n}`, ms: n === 7 ? 5_000 : n * 10 }));

test('every id is in one shard, in order, and the times are even', () => {
  const shards = [1, 2, 3].map((index) => shardOf(all, { index, of: 3 }));
  expect(shards.flat().sort()).toEqual(all.map(({ id }) => id).sort());
  expect(shards.find((ids) => ids.includes('wire/7'))).toEqual(['wire/7']);
  const others = shards.filter((ids) => !ids.includes('wire/7'));
  const times = others.map((ids) => all.filter(({ id }) => ids.includes(id)).reduce((sum, { ms }) => sum + ms, 0));
  expect(Math.abs(times[0]! - times[1]!)).toBeLessThan(100);
  for (const ids of shards) expect(ids).toEqual(all.map(({ id }) => id).filter((id) => ids.includes(id)));
});

test('what was never timed is spread by number, and one shard is everything', () => {
  const untimed = all.map(({ id }) => ({ id }));
  expect([1, 2].map((index) => shardOf(untimed, { index, of: 2 }).length)).toEqual([10, 10]);
  expect(shardOf(untimed, { index: 1, of: 1 })).toEqual(untimed.map(({ id }) => id));
});

test('a part that is not there is known', () => {
  const part = (index: number) => ({ index, of: 3 });
  expect(missingShards([part(3), part(1)])).toEqual([2]);
  expect(missingShards([])).toEqual([]);
});

/** A run with every second result, as another machine would have graded it. */
const half = (run: Run, odd: number): Run => ({
  ...run,
  durationMs: run.durationMs + odd,
  checks: run.checks.filter((_, n) => n % 2 === odd),
  scenarios: odd === 0 ? run.scenarios : [],
  shard: { index: odd + 1, of: 2, ids: [...new Set(run.checks.map(({ id }) => id))] },
});

test('parts are put together in the order of the whole, with each result once', () => {
  const run = failingRun();
  const sorted = (one: Run) =>
    one.checks.map(({ id, target, era, verdict }) => `${id} ${target} ${era} ${verdict}`).sort();
  const [one, two] = [half(run, 0), half(run, 1)];
  const merged = mergeRuns([two, one, two]);
  expect(sorted(merged)).toEqual(sorted(run));
  expect(merged.summary).toEqual(run.summary);
  expect(merged.complete).toBe(true);
  expect(mergeRuns([one, two]).checks.map(({ id }) => id)).toEqual(merged.checks.map(({ id }) => id));
});

test('what changed in one part says nothing of the whole', () => {
  const run = failingRun();
  const against = { startedAt: run.startedAt, unchanged: 1, changes: [] };
  expect(mergeRuns([{ ...run, against }, greenRun()])).not.toHaveProperty('against');
});

test('of a control that two parts judged, the worse verdict stands, and a verdict before none', () => {
  const run = failingRun();
  const check = run.checks.find(({ verdict }) => verdict === 'pass')!;
  const only = (verdict: 'pass' | 'fail' | 'untestable', durationMs: number): Run => ({
    ...run,
    durationMs,
    scenarios: [],
    checks: [{ ...check, verdict }],
  });
  const verdictOf = (...of: [Run, Run]) => mergeRuns(of).checks.map(({ verdict }) => verdict);
  expect(verdictOf(only('pass', 1), only('fail', 2))).toEqual(['fail']);
  expect(verdictOf(only('untestable', 1), only('pass', 2))).toEqual(['pass']);
});
