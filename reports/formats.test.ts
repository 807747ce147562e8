import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import type { Run, Verdict } from '../conformance/run/model.ts';
import { bigRun, failingRun, greenRun, hostileRun, oneUrlRun } from '../dev/testing/sample-run.ts';
import { findingsOf, outcomeOf, reporters, toJUnit, toMarkdown, toTable } from './index.ts';
import { readXml } from './read-xml.ts';
import { countVerdicts, notOfferedOf, resultsOf } from './results.ts';

const untested = (): Run => {
  const run = greenRun();
  for (const result of [...run.checks, ...run.scenarios]) result.verdict = 'untestable';
  return run;
};

test.each<[string, Run, string, number]>([
  ['all green', greenRun(), 'conformant', 0],
  ['failing', failingRun(), 'failures', 1],
  ['nothing tested', untested(), 'nothing-tested', 3],
  ['empty', { ...greenRun(), checks: [], scenarios: [] }, 'nothing-tested', 3],
  ['interrupted', { ...greenRun(), complete: false, incompleteBecause: 'Interrupted.' }, 'incomplete', 3],
  ['interrupted after failures', { ...failingRun(), complete: false }, 'failures', 1],
])('the outcome of a run that is %s', (_, run, kind, exitCode) => {
  expect(outcomeOf(run)).toMatchObject({ kind, exitCode });
});

test('a blocked check alone is not conformant, an error of openbell is incomplete', () => {
  const run = greenRun();
  run.checks[0]!.verdict = 'blocked';
  expect(outcomeOf(run)).toMatchObject({ kind: 'failures', exitCode: 1, headline: '1 blocked' });
  run.checks[0]!.verdict = 'error';
  expect(outcomeOf(run)).toMatchObject({ kind: 'incomplete', exitCode: 3 });
});

/** A run of these verdicts. */
const runOf = (...verdicts: [Verdict, number][]): Run => {
  const run = greenRun();
  const of = verdicts.flatMap(([verdict, count]) => Array<Verdict>(count).fill(verdict));
  return { ...run, scenarios: [], checks: of.map((verdict, i) => ({ ...run.checks[i]!, verdict })) };
};

test.each<[string, Run, string, string]>([
  [
    'blocked only',
    runOf(['blocked', 7], ['pass', 3]),
    '7 blocked',
    'Nothing was seen to fail, but they could not be judged, because what they build on did not work: the target is not shown to conform.',
  ],
  [
    'one blocked',
    runOf(['blocked', 1]),
    '1 blocked',
    'Nothing was seen to fail, but it could not be judged, because what it builds on did not work: the target is not shown to conform.',
  ],
  [
    'failed and blocked',
    runOf(['fail', 2], ['blocked', 7], ['untestable', 4]),
    '2 failures',
    'The target does not conform. 7 more could not be judged, because what they build on did not work. 4 could not be looked at.',
  ],
  [
    'untestable only',
    runOf(['untestable', 25], ['not-applicable', 5]),
    'Nothing tested',
    'No check and no journey came to a verdict, so this run says nothing about the target. 25 could not be looked at.',
  ],
  [
    'mostly untestable',
    runOf(['pass', 2], ['untestable', 23], ['not-applicable', 40]),
    'Nothing failed, but most could not be looked at',
    'Only 2 of 25 results came to a verdict.',
  ],
  [
    'half untestable',
    runOf(['pass', 1], ['warn', 1], ['untestable', 2]),
    'Conformant',
    'All that was tested holds: 2 results, no failure. 1 recommendation is not followed. 2 could not be looked at.',
  ],
  [
    'interrupted',
    { ...greenRun(), complete: false, incompleteBecause: 'the run was interrupted' },
    'Incomplete',
    'The run was interrupted.',
  ],
  [
    'interrupted after a failure',
    { ...runOf(['fail', 1]), complete: false, incompleteBecause: 'the run was interrupted' },
    '1 failure',
    'The target does not conform. The run is also incomplete: the run was interrupted.',
  ],
])('the words for a run that is %s', (_, run, headline, sentence) => {
  expect(outcomeOf(run)).toMatchObject({ headline, sentence });
});

test('a run that saw little passes with a warning sign', () => {
  const run = runOf(['pass', 2], ['untestable', 23]);
  expect(outcomeOf(run)).toMatchObject({ kind: 'mostly-unseen', exitCode: 0 });
  expect(toMarkdown(run)).toMatch(/^## ⚠️ openbell: Nothing failed, but most/);
});

test('counts agree with the summary of the run', () => {
  for (const run of [greenRun(), failingRun(), bigRun()]) expect(countVerdicts(resultsOf(run))).toEqual(run.summary);
});

test('findings hold everything to fix once, failures of MUST first, blocked under its control', () => {
  const run = failingRun();
  const findings = findingsOf(run);
  const { fail, error, blocked, warn } = run.summary;
  expect(findings.flatMap((finding) => finding.results)).toHaveLength(fail + error + blocked + warn);
  expect(findings[0]!.lead).toMatchObject({ verdict: 'fail', level: 'MUST', blame: 'gateway' });
  expect(findings.at(-1)!.lead.verdict).toBe('warn');
  const control = findings.find((finding) => finding.lead.id === 'tokens/accepts-its-own-audience')!;
  expect(control.results.some((result) => result.verdict === 'blocked')).toBe(true);
  expect(findings.some((finding) => finding.lead.verdict === 'blocked')).toBe(false);
});

test('the terminal says why results have no verdict, each reason once', () => {
  const run = runOf(['pass', 1], ['untestable', 2], ['not-applicable', 1]);
  for (const check of run.checks.slice(1, 3)) check.reason = 'needs the test hook “clock”';
  run.checks[3]!.reason = 'not in 2026-07-28';
  expect(toTable(run)).toContain('  2 untestable   needs the test hook “clock”\n         1 n/a   not in 2026-07-28\n');
  run.checks = Array.from({ length: 12 }, (_, i) => ({ ...run.checks[1]!, reason: `reason ${i}` }));
  expect(toTable(run)).toContain('…and 4 other reasons: see the report');
});

test('a finding says that its obligation is not met, and nothing of the kind about what was not judged', () => {
  const run = failingRun();
  const table = toTable(run);
  expect(table).toContain('fail  Not met: A code is not redeemed with another verifier');
  expect(table).toContain('warn  Not met: A refused call says when to come back');
  expect(table).toContain('error  A call beyond the scope is answered 403');
  expect(toMarkdown(run)).toContain('**Not met: A code is not redeemed with another verifier**');
});

test('a journey that failed says at which step, with what was expected and seen', () => {
  const run = failingRun();
  const { expected, seen } = run.scenarios[0]!.steps[1]!;
  const scenarios = [run.scenarios[0]!];
  const alone = { ...run, checks: [], scenarios };
  expect(toTable(alone)).toContain(`step 2:  trader connects Cursor\n   expected ${expected}\n   seen     ${seen}`);
  expect(toMarkdown(alone)).toContain('<br>Step 2: trader connects Cursor<br>Expected: stopped at the brokerage');
  const failure = readXml(toJUnit(alone)).all('failure')[0]!;
  expect(failure.attributes.message).toBe(`step 2: trader connects Cursor: ${seen}`);
  expect(failure.text).toContain(`Step 2: trader connects Cursor\nExpected: ${expected}\nSeen: ${seen}`);
});

test('JUnit is well-formed and counts what the run counts', () => {
  for (const run of [greenRun(), failingRun(), hostileRun('\u0000\ud800]]>&<x a="1">\u001b[31m')]) {
    const root = readXml(toJUnit(run));
    const { fail, error, blocked, untestable, notApplicable } = run.summary;
    expect(root.name).toBe('testsuites');
    expect(root.attributes).toMatchObject({
      tests: String(run.checks.length + run.scenarios.length),
      failures: String(fail),
      errors: String(error),
      skipped: String(blocked + untestable + notApplicable),
    });
    expect(root.all('testcase')).toHaveLength(run.checks.length + run.scenarios.length);
    expect(root.all('failure')).toHaveLength(fail);
    expect(root.all('skipped')).toHaveLength(blocked + untestable + notApplicable);
  }
});

test('JUnit of an interrupted run holds an error', () => {
  const root = readXml(toJUnit({ ...greenRun(), complete: false, incompleteBecause: 'Interrupted.' }));
  expect(root.attributes.errors).toBe('1');
  expect(root.all('error')[0]!.attributes.message).toBe('Interrupted.');
});

test('Markdown carries no HTML or links of a target', () => {
  const text = toMarkdown(hostileRun('</sub><img src=x onerror=alert(1)>[a](http://b)|`\n# x @someone'));
  const tags = new Set<string>();
  const walk = (node: { nodeName: string; childNodes?: unknown[] }) => {
    if (!node.nodeName.startsWith('#')) tags.add(node.nodeName);
    for (const child of node.childNodes ?? []) walk(child as typeof node);
  };
  walk(parseFragment(text) as never);
  expect([...tags].sort()).toEqual(['br', 'sub']);
  expect(text).not.toMatch(/\]\(http|^# x|[^&]@someone/m);
});

test('Markdown keeps the code of our own words, and of no server', () => {
  const run = failingRun();
  const check = run.checks.find(({ verdict }) => verdict === 'fail')!;
  check.remedy = 'Compare `aud` and `scopes_supported`, not `<b>` and not ` alone.';
  check.seen = 'the claim `aud`';
  const text = toMarkdown({ ...run, checks: [check], scenarios: [] });
  expect(text).toContain('Compare `aud` and `scopes_supported`, not &#96;&lt;b&gt;&#96; and not &#96; alone.');
  expect(text).toContain('Seen: the claim &#96;aud&#96;');
});

test('the table is plain unless colours are asked for, and obeys no control character of a target', () => {
  const run = hostileRun('\u001b[2J\u0007\u202e');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about.
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
  expect(toTable(run)).not.toMatch(control);
  expect(toTable(failingRun(), { colour: true })).toContain('\u001b[31m');
  expect(toTable(failingRun())).toContain('18 failures');
});

test('what a URL lacks is listed once, with the targets where it is not all of them', () => {
  const run = oneUrlRun();
  const url = 'http://127.0.0.1:4180/mcp';
  const lacks = ['dynamic client registration', 'a revocation endpoint'];
  expect(notOfferedOf(run)).toEqual([{ url, lacks }]);
  expect(toMarkdown(run).split('dynamic client registration')).toHaveLength(2);
  run.targets[0]!.notOffered = [];
  const where = ' (no profile given · 2026-07-28)';
  expect(notOfferedOf(run)).toEqual([{ url, lacks: lacks.map((what) => what + where) }]);
});

test('a target without a profile is called that in every report for people', () => {
  const run = oneUrlRun();
  expect(toTable(run)).toMatch(/^exercise +no profile given +no profile given$/m);
  expect(toMarkdown(run)).toContain('| Exercise | no profile given 2025-11-25 | no profile given 2026-07-28 |');
  expect(readXml(toJUnit(run)).all('testsuite')[0]!.attributes.name).toMatch(/^no profile given 2025-11-25/);
  expect(`${toTable(run)}${toMarkdown(run)}`).not.toMatch(/\bnone\b/);
});

test('each reporter has a file of its own', () => {
  const files = Object.values(reporters).map((reporter) => reporter.file);
  expect(new Set(files).size).toBe(files.length);
  expect(JSON.parse(reporters.json!.render(greenRun()))).toEqual(JSON.parse(JSON.stringify(greenRun())));
});
