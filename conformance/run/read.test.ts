import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failingRun } from '../../dev/testing/sample-run.ts';
import { temporaryFolder } from '../../dev/testing/terminal.ts';
import { type EncodedRun, encodeRun } from './encode.ts';
import type { Run } from './model.ts';
import { readRun } from './read.ts';

const written = (data: unknown): string => {
  const file = join(temporaryFolder(), 'run.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
};

test.each([
  ['version 2', encodeRun],
  ['version 1', (run: Run) => run],
])('a run comes back as it was written in %s', (_, write) => {
  const run = JSON.parse(JSON.stringify(failingRun())) as Run;
  expect(readRun(written(write(run)))).toEqual(run);
});

test.each<[string, (run: EncodedRun) => unknown, string]>([
  ['a text', (run) => run.texts.pop(), 'an exchange speaks of place '],
  ['a header', (run) => run.headers.splice(1), 'an exchange speaks of place 1 in headers, which is not there'],
  ['headers', (run) => run.headerSets.splice(1), 'an exchange speaks of place 1 in headerSets, which is not there'],
  [
    'a party',
    (run) => run.texts.splice(run.exchanges[0]![1], 1, 'stranger'),
    'an exchange is with “stranger”, which is nobody',
  ],
  ['an answer', (run) => run.exchanges[0]!.splice(5, 1, null), 'exchanges.0 must NOT have fewer than 7 items'],
  ['a status', (run) => run.exchanges[0]![5]!.splice(0, 1, 42), 'exchanges.0.5.0 must be >= 100, not 42'],
])('%s that is damaged in version 2 is named', (_, damage, sentence) => {
  const run = encodeRun(failingRun());
  damage(run);
  const file = written(run);
  expect(() => readRun(file)).toThrow(`${file} is damaged: ${sentence}`);
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
])('%s that is damaged in either version is named', (_, damage, sentence) => {
  const run = failingRun();
  damage(run);
  for (const data of [run, encodeRun(run)]) {
    const file = written(data);
    expect(() => readRun(file)).toThrow(`${file} is damaged: ${sentence}`);
  }
});
