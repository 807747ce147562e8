import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failingRun } from '../../dev/testing/sample-run.ts';
import { temporaryFolder } from '../../dev/testing/terminal.ts';
import type { Run } from './model.ts';
import { readRun } from './read.ts';

const written = (data: unknown): string => {
  const file = join(temporaryFolder(), 'run.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
};

test('a run comes back as it was written', () => {
  const run = JSON.parse(JSON.stringify(failingRun())) as Run;
  expect(readRun(written(run))).toEqual(run);
});

test.each<[string, (run: Run) => unknown, string]>([
  ['a verdict', (run) => Object.assign(run.checks[0]!, { verdict: 'great' }), 'checks.0.verdict must be one of pass'],
  ['a target', (run) => Object.assign(run.checks[0]!, { target: 7 }), 'checks.0.target is 7, and the run has'],
  [
    'an exchange',
    (run) => Object.assign(run.checks[0]!, { exchanges: [999_999] }),
    'checks.0 speaks of exchange 999999, which is not there',
  ],
  [
    'a step',
    (run) => Object.assign(run.scenarios[0]!.steps[0]!, { story: [{ who: 'human', what: 'asks', exchange: 999_999 }] }),
    'scenarios.0.steps.0 speaks of exchange 999999',
  ],
  ['a type', (run) => Object.assign(run, { durationMs: 'long' }), 'durationMs must be number, not "long"'],
  ['a list', (run) => Object.assign(run, { ledger: undefined }), 'ledger is missing'],
])('%s that is damaged is named', (_, damage, sentence) => {
  const run = failingRun();
  damage(run);
  const file = written(run);
  expect(() => readRun(file)).toThrow(`${file} is damaged: ${sentence}`);
});
