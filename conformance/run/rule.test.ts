import { expect, test } from 'vitest';
import { greenRun } from '../../dev/testing/sample-run.ts';
import { MEANS } from '../vocabulary/means.ts';
import type { Run, Verdict } from './model.ts';
import { allMissing, proposalOf, sharesOf, tooLittleIn, yamlFor } from './rule.ts';

type Some = [verdict: Verdict, count: number, missing?: keyof typeof MEANS];

/** A run of one target, in one era for each list. */
function runOf(...eras: Some[][]): Run {
  const run = greenRun();
  const dates = ['2025-11-25', '2026-07-28'].slice(0, eras.length);
  const checks = eras.flatMap((some, era) =>
    some.flatMap(([verdict, count, missing]) =>
      Array.from({ length: count }, () => ({
        ...run.checks[0]!,
        era: dates[era]!,
        verdict,
        ...(missing ? { missing } : {}),
      })),
    ),
  );
  return { ...run, targets: [{ ...run.targets[0]!, eras: dates }], scenarios: [], checks, means: { ...MEANS } };
}

test('judged is what passed, failed or warned; what applies is all but not-applicable', () => {
  const run = runOf([
    ['pass', 5],
    ['fail', 1],
    ['warn', 2],
    ['blocked', 3],
    ['untestable', 4],
    ['error', 1],
    ['not-applicable', 9],
  ]);
  expect(sharesOf(run)).toMatchObject([{ era: '2025-11-25', judged: 8, applies: 16 }]);
});

test.each<[string, number | undefined, Some[][], string[]]>([
  [
    'just two thirds',
    undefined,
    [
      [
        ['pass', 2],
        ['untestable', 1],
      ],
    ],
    [],
  ],
  [
    'a little less',
    undefined,
    [
      [
        ['pass', 665],
        ['untestable', 335],
      ],
    ],
    ['2025-11-25'],
  ],
  [
    'one era of two',
    undefined,
    [
      [['pass', 9]],
      [
        ['pass', 1],
        ['blocked', 1],
      ],
    ],
    ['2026-07-28'],
  ],
  ['an era in which nothing applies', undefined, [[['pass', 9]], [['not-applicable', 5]]], []],
  [
    'as much as was asked for',
    0.1,
    [
      [
        ['pass', 1],
        ['untestable', 9],
      ],
    ],
    [],
  ],
  [
    'all',
    1,
    [
      [
        ['pass', 99],
        ['untestable', 1],
      ],
    ],
    ['2025-11-25'],
  ],
])('enough is judged in each target and era: %s', (_, minJudged, eras, short) => {
  const run = { ...runOf(...eras), asked: { minJudged } };
  expect(tooLittleIn(run).map(({ era }) => era)).toEqual(short);
});

test('with the depth public, what lacks means does not count, and stays untestable', () => {
  const run = runOf([
    ['pass', 20],
    ['untestable', 300, 'user'],
    ['untestable', 5],
  ]);
  expect(tooLittleIn(run)).toHaveLength(1);
  expect(sharesOf({ ...run, asked: { depth: 'public' } })).toMatchObject([{ judged: 20, applies: 25 }]);
});

test('what is missing is counted, the most first', () => {
  const run = runOf(
    [
      ['pass', 1],
      ['untestable', 3, 'client'],
    ],
    [
      ['untestable', 228, 'user'],
      ['untestable', 7],
    ],
  );
  expect(allMissing(run)).toMatchObject([
    { name: 'user', is: 'one user in the configuration', more: 228 },
    { name: 'client', more: 3 },
  ]);
});

test('as few means as will do are proposed, and it is said where they do not', () => {
  const most: Some[] = [
    ['pass', 10],
    ['untestable', 40, 'user'],
    ['untestable', 8, 'client'],
    ['untestable', 2, 'patience'],
  ];
  expect(proposalOf(runOf(most))).toMatchObject({ give: [{ name: 'user' }], isEnough: true });
  const other: Some[] = [
    ['pass', 5],
    ['untestable', 5, 'client'],
    ['untestable', 5, 'patience'],
  ];
  expect(proposalOf(runOf(most, other)).give.map(({ name }) => name)).toEqual(['user', 'client']);
  expect(
    proposalOf(
      runOf([
        ['pass', 1],
        ['untestable', 1, 'user'],
        ['blocked', 9],
      ]),
    ),
  ).toMatchObject({
    give: [{ name: 'user' }],
    isEnough: false,
  });
  expect(proposalOf(runOf([['pass', 1]]))).toEqual({ give: [], isEnough: true });
});

test('the lines of several means are one configuration', () => {
  const lines = (...names: (keyof typeof MEANS)[]) => yamlFor(names.map((name) => ({ name, more: 1, ...MEANS[name] })));
  expect(lines('user', 'second user')).toBe(MEANS['second user'].yaml);
  expect(lines('second user', 'user')).toBe(MEANS['second user'].yaml);
  expect(lines('user', 'patience')).toBe(`${MEANS.user.yaml}\n${MEANS.patience.yaml}`);
  expect(lines('client', 'second client').match(/client_id/g)).toHaveLength(2);
  expect(lines('client', 'second client')).toContain('redirect_uri');
});
