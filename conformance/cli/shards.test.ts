import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';
import type { Run } from '../run/model.ts';
import { readRun } from '../run/read.ts';

const few = ['--profile', 'static-client', '--era', '2026-07-28', '--only', 'pkce', '--only', 'tokens'];
const demo = async (...more: string[]): Promise<string> => {
  const out = temporaryFolder();
  await type(['demo', ...few, '--out', out, '--reporter', 'json', ...more]);
  return join(out, 'run.json');
};
const verdicts = ({ checks, scenarios, summary }: Run) => ({
  summary,
  results: [...checks, ...scenarios].map(({ id, verdict, target, era }) => [id, verdict, target, era]),
});

test('shards, put together in any order, are the run that was not parted', async () => {
  const [whole, first, second] = [await demo(), await demo('--shard', '1/2'), await demo('--shard', '2/2')];
  const out = temporaryFolder();
  const { code } = await type(['report', second, first, second, '--out', out, '--reporter', 'json']);
  expect(code).toBe(0);
  const merged = readRun(join(out, 'run.json'));
  expect(verdicts(merged)).toEqual(verdicts(readRun(whole)));
  expect(merged.shard).toBeUndefined();
  for (const part of [first, second]) expect(readRun(part).checks.length).toBeLessThan(merged.checks.length);
});

test('a shard that is missing makes the whole incomplete', async () => {
  const parts = [await demo('--shard', '1/3'), await demo('--shard', '3/3')];
  const out = temporaryFolder();
  const { code, out: said } = await type(['report', ...parts, '--out', out]);
  expect(code).toBe(3);
  expect(said).toContain('Shard 2 is missing.');
});
