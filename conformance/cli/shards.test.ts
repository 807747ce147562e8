import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { folderForAll, temporaryFolder, type } from '../../dev/testing/terminal.ts';
import type { Run } from '../run/model.ts';
import { readRun } from '../run/read.ts';

const few = ['--profile', 'static-client', '--era', '2026-07-28', '--only', 'pkce', '--only', 'tokens'];
const folder = folderForAll();
const demo = async (name: string, ...more: string[]): Promise<string> => {
  const out = join(folder, name);
  await type(['demo', ...few, '--out', out, '--reporter', 'json', ...more]);
  return join(out, 'run.json');
};
const verdicts = ({ checks, scenarios, summary }: Run) => ({
  summary,
  results: [...checks, ...scenarios].map(({ id, verdict, target, era }) => [id, verdict, target, era]),
});

const parts: string[] = [];
beforeAll(async () => {
  for (const n of [1, 2, 3]) parts.push(await demo(`part ${n}`, '--shard', `${n}/3`));
});

test('shards, put together in any order, are the run that was not parted', async () => {
  const whole = await demo('whole');
  const [first, second, third] = parts;
  const out = temporaryFolder();
  const { code } = await type(['report', third!, first!, second!, third!, '--out', out, '--reporter', 'json']);
  expect(code).toBe(0);
  const merged = readRun(join(out, 'run.json'));
  expect(verdicts(merged)).toEqual(verdicts(readRun(whole)));
  expect(merged.shard).toBeUndefined();
  for (const part of parts) expect(readRun(part).checks.length).toBeLessThan(merged.checks.length);
});

test('a shard that is missing makes the whole incomplete', async () => {
  const [first, , third] = parts;
  const out = temporaryFolder();
  const { code, out: said } = await type(['report', first!, third!, '--out', out]);
  expect(code).toBe(3);
  expect(said).toContain('Shard 2 is missing.');
});
