import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import type { Change, Run, Verdict } from '../conformance/run/model.ts';
import { bigRun, failingRun, greenRun, hostileRun } from '../dev/testing/sample-run.ts';
import { againstOf, diffOf, newFailureCode } from './diff.ts';
import { toDiffHtml, toDiffMarkdown, toDiffText } from './formats/diff.ts';

/** One check with this verdict; none where there is none. */
const runOf = (verdict?: Verdict, seen = 'a token'): Run => {
  const run = failingRun();
  const check = run.checks.find((one) => one.verdict === 'fail')!;
  return { ...run, scenarios: [], checks: verdict ? [{ ...check, verdict, seen }] : [] };
};

test.each<[Verdict | undefined, Verdict | undefined, Change | undefined]>([
  ['pass', 'fail', 'newly failing'],
  ['warn', 'fail', 'newly failing'],
  ['pass', 'warn', 'newly failing'],
  [undefined, 'fail', 'newly failing'],
  ['untestable', 'fail', 'newly failing'],
  ['fail', 'pass', 'mended'],
  ['fail', 'warn', 'mended'],
  ['blocked', 'pass', 'newly judged'],
  [undefined, 'pass', 'newly judged'],
  ['fail', 'blocked', 'no longer judged'],
  ['fail', undefined, 'no longer judged'],
  ['pass', 'error', 'no longer judged'],
  ['pass', 'pass', undefined],
  ['untestable', undefined, undefined],
  ['fail', 'fail', undefined],
])('%s, then %s: %s', (before, now, change) => {
  const { differences, unchanged } = diffOf(runOf(before), runOf(now));
  expect(differences.map((one) => one.change)).toEqual(change ? [change] : []);
  expect(unchanged).toBe(change ? 0 : 1);
});

test('a failure that looks otherwise is told with both, and numbers that differ by chance are none', () => {
  const diff = diffOf(runOf('fail', 'answered 200 after 31 ms'), runOf('fail', 'no answer'));
  expect(diff.differences).toMatchObject([{ change: 'changed evidence', sawBefore: 'answered 200 after 31 ms' }]);
  expect(toDiffText(diff)).toMatch(/saw before +answered 200 after 31 ms\n +seen +no answer/);
  expect(diffOf(runOf('fail', 'request 4f1c77aa00'), runOf('fail', 'request 9999aa1c22')).differences).toEqual([]);
});

test('another port or another order is no difference, another era is', () => {
  const run = failingRun();
  const moved = run.targets.map((target) => ({ ...target, url: target.url.replace(/:\d+/, ':5555') }));
  const turned = { ...run, targets: moved, checks: run.checks.toReversed() };
  expect(diffOf(run, turned).differences).toEqual([]);
  const one = { ...run, scenarios: [], checks: [run.checks[0]!] };
  expect(diffOf(one, { ...one, checks: [{ ...run.checks[0]!, era: '2099-01-01' }] }).differences).toHaveLength(2);
});

test.each<[string, Run, Run, 0 | 1 | 3]>([
  ['an old failure', runOf('fail'), runOf('fail'), 0],
  ['a new failure', runOf('pass'), runOf('fail'), 1],
  ['a new warning', runOf('pass'), runOf('warn'), 0],
  ['a verdict that was lost', runOf('pass'), runOf('blocked'), 3],
  ['a check that was left out', runOf('pass'), runOf(), 0],
  ['an interrupted run', runOf('pass'), { ...runOf('pass'), complete: false }, 3],
])('where only what is new matters, %s', (_, old, now, code) => {
  expect(newFailureCode(diffOf(old, now))).toBe(code);
});

test('a new warning fails where warnings do', () => {
  expect(newFailureCode(diffOf(runOf('pass'), runOf('warn')), true)).toBe(1);
});

test('no format carries tags, links or hidden characters of a target', () => {
  const diff = diffOf(greenRun(), hostileRun('</li><img src=x onerror=alert(1)>[a](http://b)|\u202e\n::error::x'));
  const html = toDiffHtml(diff);
  expect(html).not.toContain('<img');
  expect(JSON.stringify(parseFragment(html).childNodes.map((node) => node.nodeName))).not.toContain('img');
  const markdown = toDiffMarkdown(diff);
  expect(markdown).not.toMatch(/<img|\]\(http/);
  for (const text of [html, markdown, toDiffText(diff)]) expect(text).not.toMatch(/\u202e|^\s*::error/m);
});

test('every result of a big run is as before, or a difference', () => {
  const run = bigRun();
  const diff = diffOf(run, { ...run, checks: run.checks.map((one) => ({ ...one, verdict: 'pass' })) });
  expect(diff.unchanged + diff.differences.length).toBe(run.checks.length + run.scenarios.length);
});

test('what a run keeps of an earlier one says what became of each result, and where that stands', () => {
  const [old, now] = [runOf('pass'), runOf('fail')];
  const gone = { ...old.checks[0]!, id: 'pkce/not-here-any-more' };
  const against = againstOf(diffOf({ ...old, checks: [...old.checks, gone] }, now));
  const { id, title, era, target } = now.checks[0]!;
  expect(against).toMatchObject({ startedAt: old.startedAt, unchanged: 0 });
  expect(against.changes).toMatchObject([
    { change: 'newly failing', kind: 'check', id, title, era, target, before: 'pass', now: 'fail' },
    { change: 'no longer judged', id: gone.id, before: 'pass' },
  ]);
  expect(against.changes[1]).not.toHaveProperty('target');
});
