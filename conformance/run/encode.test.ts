import { expect, test } from 'vitest';
import { failingRun, hostileRun } from '../../dev/testing/sample-run.ts';
import { decodeRun, type EncodedRun, encodeRun, writeRun } from './encode.ts';
import type { Run } from './model.ts';

const asWritten = (run: Run): Run => JSON.parse(JSON.stringify(run)) as Run;

test.each([
  ['an ordinary run', failingRun()],
  ['a hostile one', hostileRun('\u0000"\ud800__proto__')],
  ['an exchange that broke off', withFailure(failingRun())],
])('%s comes back whole', (_, run) => {
  expect(decodeRun(JSON.parse(writeRun(run)) as EncodedRun)).toEqual(asWritten(run));
});

function withFailure(run: Run): Run {
  run.exchanges[0]!.failure = 'it broke off';
  return run;
}

test('a header that is called __proto__ is a header', () => {
  const run = failingRun();
  run.exchanges = [{ ...run.exchanges[0]!, request: { method: 'GET', url: '/', headers: { ['__proto__']: 'x' } } }];
  expect(Object.entries(decodeRun(encodeRun(run)).exchanges[0]!.request.headers)).toEqual([['__proto__', 'x']]);
});

test('what repeats stands once', () => {
  const { texts, headerSets, exchanges } = encodeRun(failingRun());
  expect(new Set(texts).size).toBe(texts.length);
  expect(new Set(headerSets.map(String)).size).toBe(headerSets.length);
  expect(headerSets.length).toBeLessThan(exchanges.length / 10);
});
