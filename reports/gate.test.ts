import { expect, test } from 'vitest';
import { baselineOf, type Expected, excuse } from '../conformance/run/baseline.ts';
import { frozenTo } from '../conformance/run/check-sets.ts';
import type { Run, Verdict } from '../conformance/run/model.ts';
import { failingRun } from '../dev/testing/sample-run.ts';
import { outcomeOf, reporters } from './index.ts';
import { resultsOf } from './results.ts';

/** Checks `wire/0`, `wire/1` … with these verdicts, in one target and era. */
const runOf = (...of: Verdict[]): Run => {
  const run = failingRun();
  const { blockedBy: _, ...sample } = run.checks.find(({ verdict }) => verdict === 'fail')!;
  const targets = [{ ...run.targets[0]!, eras: ['2025-11-25'] }];
  const checks = of.map((verdict, n) => ({
    ...sample,
    id: `wire/${n}`,
    remedy: `mend ${n}`,
    exercise: 'wire',
    target: 0,
    era: '2025-11-25',
    verdict,
  }));
  return { ...run, startedAt: '2026-06-15T09:00:00Z', targets, scenarios: [], checks };
};
const known = (check: string, more: Partial<Expected> = {}): Expected => ({
  check,
  reason: 'the desk mends it',
  ...more,
});

test.each<[string, Run, Expected[], 0 | 1 | 3, string]>([
  ['a known failure', runOf('fail', 'pass'), [known('wire/0')], 0, 'Conformant but for 1 known failure'],
  ['another beside it', runOf('fail', 'fail'), [known('wire/0')], 1, '1 failure'],
  ['one of another era', runOf('fail', 'pass'), [known('wire/0', { era: '2026-07-28' })], 1, '1 failure'],
  ['one of another target', runOf('fail', 'pass'), [known('wire/0', { target: 'https://x.test/mcp' })], 1, '1 failure'],
  ['one that passes again', runOf('pass', 'pass'), [known('wire/0')], 1, '1 known failure no longer there'],
  ['one that nobody could look at', runOf('untestable', 'pass', 'pass'), [known('wire/0')], 0, 'Conformant'],
  ['one that does not apply any more', runOf('not-applicable', 'pass'), [known('wire/0')], 0, 'Conformant'],
  ['one that was left out', runOf('pass'), [known('wire/9')], 0, 'Conformant'],
  ['its last day', runOf('fail', 'pass'), [known('wire/0', { expires: '2026-06-15' })], 0, 'Conformant but for'],
  ['the day after', runOf('fail', 'pass'), [known('wire/0', { expires: '2026-06-14' })], 1, '1 failure'],
  ['a run that broke off', { ...runOf('fail', 'pass'), complete: false }, [known('wire/0')], 3, 'Incomplete'],
])('a baseline and %s', (_, run, entries, exitCode, headline) => {
  const outcome = outcomeOf(excuse(run, entries));
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.headline).toContain(headline);
});

test('an expired excuse is told even where its warning would fail nothing', () => {
  const outcome = outcomeOf(excuse(runOf('warn', 'pass'), [known('wire/0', { expires: '2020-01-01' })]));
  expect(outcome).toMatchObject({ exitCode: 1, headline: '1 excuse expired' });
  expect(outcome.sentence).toContain('wire/0 (2020-01-01)');
});

test('what an excused failure blocks goes with it, and what another one blocks does not', () => {
  const run = runOf('fail', 'blocked', 'blocked', 'pass', 'pass', 'pass', 'pass');
  run.checks[1]!.blockedBy = 'wire/0';
  run.checks[2]!.blockedBy = 'wire/1';
  expect(outcomeOf(excuse(run, [known('wire/0')]))).toMatchObject({ exitCode: 0 });
  run.checks[2]!.blockedBy = 'wire/3';
  expect(outcomeOf(excuse(run, [known('wire/0')]))).toMatchObject({ exitCode: 3, kind: 'blocked' });
});

test('the baseline of a run makes it pass, keeps reasons, drops what is mended, and adds nothing twice', () => {
  const run = failingRun();
  const mended = run.checks.find(({ id }) => run.checks.every((one) => one.id !== id || one.verdict === 'pass'))!;
  const failing = resultsOf(run).find(({ verdict }) => verdict === 'fail')!;
  const entries = baselineOf(run, [known(failing.id, { owner: 'ann' }), known(mended.id)]);
  expect(entries[0]).toMatchObject({ check: failing.id, owner: 'ann' });
  expect(entries.map(({ check }) => check)).not.toContain(mended.id);
  const excused = excuse(run, entries);
  expect(resultsOf(excused).filter(({ verdict, excused: by }) => verdict === 'fail' && !by)).toEqual([]);
  expect(excused.baseline).toEqual({ stale: [], expired: [] });
  expect(baselineOf(run, entries)).toEqual(entries);
});

test('every report says what is excused, why, by whom and until when, and counts it as no failure', () => {
  const entry = known('wire/0', { owner: 'ann', link: 'https://tickets.test/7', expires: '2026-07-01' });
  const run = excuse(runOf('fail', 'pass'), [entry]);
  for (const name of ['table', 'html', 'junit', 'sarif', 'ctrf', 'summary'])
    expect(reporters[name]!.render(run).replaceAll('&#40;', '('), name).toContain('the desk mends it (owner: ann');
  expect(reporters.junit!.render(run)).toMatch(/<testsuites name="openbell" tests="2" failures="0"/);
  for (const name of ['github', 'gitlab']) expect(reporters[name]!.render(run), name).not.toContain('wire/0');
});

test.each<[string, Run, NonNullable<Run['asked']>, 0 | 3]>([
  ['what is required is judged', runOf('pass', 'pass'), { required: ['wire'] }, 0],
  ['nothing of it is there', runOf('pass', 'pass'), { required: ['tokens'] }, 3],
  ['a check of it was not looked at', runOf('pass', 'pass', 'pass', 'untestable'), { required: ['wire/3'] }, 3],
  ['it does not apply', runOf('pass', 'pass', 'not-applicable'), { required: ['wire/2'] }, 3],
  ['a quarter is untestable, and may be', runOf('pass', 'pass', 'pass', 'untestable'), { maxUntestable: 0.25 }, 0],
  [
    'a quarter is untestable, and a fifth may be',
    runOf('pass', 'pass', 'pass', 'untestable'),
    { maxUntestable: 0.2 },
    3,
  ],
])('a gate: %s', (_, run, asked, exitCode) => {
  expect(outcomeOf({ ...run, asked }).exitCode).toBe(exitCode);
});

test.each<[string, Verdict[], 0 | 1 | 3]>([
  ['a failure that is newer than the set', ['pass', 'pass', 'fail'], 0],
  ['one that the set holds', ['fail', 'pass', 'pass'], 1],
  ['what is new and could not be looked at', ['pass', 'pass', 'untestable', 'untestable', 'untestable'], 0],
  ['an error of openbell in what is new', ['pass', 'pass', 'error'], 0],
  ['what is new and blocked', ['pass', 'pass', 'blocked'], 0],
  ['nothing but what is new', ['not-applicable', 'not-applicable', 'pass'], 3],
])('a frozen set and %s', (_, verdicts, exitCode) => {
  const outcome = outcomeOf(frozenTo(runOf(...verdicts), '2026.11', new Set(['wire/0', 'wire/1'])));
  expect(outcome.exitCode).toBe(exitCode);
  if (exitCode === 0) expect(outcome.sentence).toContain('new since 2026.11 and did not count');
});

test('what is new is no known failure, and stays out of a baseline', () => {
  const run = frozenTo(runOf('pass', 'fail'), '2026.11', new Set(['wire/0']));
  expect(outcomeOf(run).headline).toBe('Conformant');
  expect(baselineOf(run, [])).toEqual([]);
});
