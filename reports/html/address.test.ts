import { expect, test } from 'vitest';
import type { Run, Target } from '../../conformance/run/model.ts';
import { failingRun } from '../../dev/testing/sample-run.ts';
import { columnsOf } from '../results.ts';
import { addressesOf } from './address.ts';

const era = '2026-07-28';
const addresses = (...targets: Partial<Target>[]) => {
  const run: Run = {
    ...failingRun(),
    targets: targets.map((target) => ({ url: 'https://a.example/mcp', profile: 'none', eras: [era], ...target })),
  };
  return columnsOf(run).map(addressesOf(run));
};

test('an address has the name of the target, its profile, or the era alone', () => {
  expect(addresses({ profile: 'static-client' }, {}, { name: 'desk two' })).toEqual([
    `static-client-${era}`,
    era,
    `desk-two-${era}`,
  ]);
});

test('where a profile is graded in several places, each has its own', () => {
  const [one, two] = [{ profile: 'static-client' }, { profile: 'static-client', url: 'https://b.example/x@y' }];
  expect(addresses(one, two)).toEqual([`static-client-a.example-mcp-${era}`, `static-client-b.example-x-y-${era}`]);
});

test('no two are alike, whatever targets are called', () => {
  const all = addresses({ name: 'a b' }, { name: 'a-b' }, { name: 'a/b' }, { name: 'a b~2' });
  expect(new Set(all).size).toBe(all.length);
});
