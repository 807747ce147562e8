import { expect, test } from 'vitest';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Check } from '../vocabulary/check.ts';
import { partsOf } from './parts.ts';

const check = (id: string, own: Partial<Check> = {}): Check => ({
  id,
  title: id,
  clauses: ['oauth21/pkce-supported'],
  remedy: '',
  mutants: ['a-mutant'],
  run: async () => {},
  ...own,
});
const journey = (id: string, own: Partial<Scenario> = {}) => ({ id, steps: [], ...own }) as unknown as Scenario;

const checks = [
  check('refreshes', { spends: 'tokens' }),
  check('looks'),
  check('counts', { judges: 'limits', spends: 'many tokens', lane: 'exclusive' }),
  check('waits', { takesTime: true, lane: 'exclusive', dependsOn: ['looks'] }),
  check('registers', { lane: 'exclusive' }),
];
const journeys = [
  journey('connects'),
  journey('calls too often', { judges: 'limits' }),
  journey('comes back after an hour', { steps: [{ verb: 'advance', args: '1 hour', expect: {} }] } as never),
];

const order = (handling: Parameters<typeof partsOf>[2]) =>
  partsOf(checks, journeys, handling).map((part) => [...part.checks, ...part.scenarios].map(({ id }) => id));

test('where nobody gives back what was spent, journeys have their share before the checks that spend', () => {
  expect(order({ clockIsMoved: false, isSetBack: false, waits: true })).toEqual([
    ['looks', 'waits'],
    ['comes back after an hour', 'connects'],
    ['registers'],
    ['refreshes'],
    ['counts', 'calls too often'],
  ]);
});

test('a journey that spends much comes after the checks that spend little, and nothing is waited for unasked', () => {
  const step = (verb: string) => ({ verb, args: {}, expect: {} });
  const dear = journey('refreshes for a day', {
    steps: ['connect', 'refresh', 'refresh', 'refresh'].map(step),
  } as never);
  const parts = partsOf(checks, [dear, journeys[0]!], { clockIsMoved: false, isSetBack: false });
  expect(parts.map((part) => [...part.checks, ...part.scenarios].map(({ id }) => id))).toEqual([
    ['connects'],
    ['looks', 'waits', 'registers'],
    ['refreshes for a day'],
    ['refreshes'],
    ['counts'],
  ]);
});

test('where a clock is moved nothing begins early', () => {
  expect(order({ clockIsMoved: true, isSetBack: false })[0]).toEqual(['connects', 'comes back after an hour']);
});

test('where a target can be set back, what needs it unused comes after the others', () => {
  expect(order({ clockIsMoved: true, isSetBack: true })).toEqual([
    ['refreshes', 'looks'],
    ['waits', 'registers', 'counts'],
    journeys.map(({ id }) => id),
  ]);
});

test('of checks that spend alike, those that spend several of it come last', () => {
  const alike = [
    check('asks four times', { spends: 'sign-ins', times: 4 }),
    check('asks once', { spends: 'sign-ins' }),
  ];
  const [part] = partsOf(alike, [], { clockIsMoved: false, isSetBack: false });
  expect(part!.checks.map(({ id }) => id)).toEqual(['asks once', 'asks four times']);
});
