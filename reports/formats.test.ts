import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { encodeRun } from '../conformance/run/encode.ts';
import type { Run, Verdict } from '../conformance/run/model.ts';
import { bigRun, failingRun, greenRun, hostileRun, oneUrlRun } from '../dev/testing/sample-run.ts';
import { findingsOf, outcomeOf, reporters, toHtml, toJUnit, toMarkdown, toTable } from './index.ts';
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
  expect(outcomeOf(run)).toMatchObject({ kind: 'blocked', exitCode: 3, headline: '1 blocked' });
  run.checks[0]!.verdict = 'error';
  expect(outcomeOf(run)).toMatchObject({ kind: 'incomplete', exitCode: 3 });
});

/** A run of these verdicts, all in one target and era. */
const runOf = (...verdicts: [Verdict, number][]): Run => {
  const run = greenRun();
  const of = verdicts.flatMap(([verdict, count]) => Array<Verdict>(count).fill(verdict));
  return {
    ...run,
    scenarios: [],
    checks: of.map((verdict, i) => ({ ...run.checks[i]!, target: 0, era: '2025-11-25', verdict })),
  };
};

test.each<[string, Run, string, string]>([
  [
    'blocked only',
    runOf(['blocked', 7], ['pass', 3]),
    '7 blocked',
    'Nothing was seen to fail, but 7 could not be judged, because what they build on did not work: the target is not shown to conform.',
  ],
  [
    'one blocked',
    runOf(['blocked', 1]),
    '1 blocked',
    'Nothing was seen to fail, but 1 could not be judged, because what it builds on did not work: the target is not shown to conform.',
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
    'Nothing failed, but too little could be judged',
    'Only 2 of the 25 results that apply in static-client 2025-11-25 (8 %) came to a verdict; 67 % are needed.',
  ],
  [
    'a third untestable',
    runOf(['pass', 3], ['warn', 1], ['untestable', 2]),
    'Conformant',
    'All that was tested holds: 4 results, no failure. 1 recommendation is not followed. 2 could not be looked at.',
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

/** One user is missing: 23 results wait for one. */
const wantsAUser = (): Run => {
  const run = runOf(['pass', 2], ['untestable', 23]);
  for (const check of run.checks.slice(2)) check.missing = 'user';
  return {
    ...run,
    means: { user: { is: 'one user in the configuration', yaml: 'users:\n  - username: trader@example.com' } },
  };
};

test('a run that saw little exits with 3, and says in every format what would give 0', () => {
  const run = wantsAUser();
  const what = 'one user in the configuration: 23 more';
  expect(outcomeOf(run)).toMatchObject({ kind: 'too-little', exitCode: 3, yaml: run.means!.user!.yaml });
  expect(toMarkdown(run)).toMatch(/^## ⚠️ openbell: Nothing failed, but too little/);
  expect(toMarkdown(run)).toContain(`\`\`\`yaml\n${run.means!.user!.yaml}\n\`\`\``);
  expect(toTable(run)).toContain('in openbell.yaml:\n  users:\n    - username: trader@example.com\n');
  expect(toHtml(run)).toContain('<pre tabindex="0">users:\n  - username: trader@example.com</pre>');
  const junit = readXml(toJUnit(run));
  expect(junit.attributes.errors).toBe('1');
  expect(junit.all('error')[0]!.text).toBe(run.means!.user!.yaml);
  expect(junit.all('property').map(({ attributes }) => attributes.value)).toContain(what);
  for (const report of [toTable(run), toHtml(run), toMarkdown(run)]) expect(report).toContain(what);
});

test.each<[string, Run['asked'], number]>([
  ['enough for whoever asks for less', { minJudged: 0.05 }, 0],
  ['enough where only what needs nobody is wanted', { depth: 'public' }, 0],
  ['too little otherwise', { depth: 'full' }, 3],
])('2 of 25 results are %s', (_, asked, exitCode) => {
  expect(outcomeOf({ ...wantsAUser(), asked })).toMatchObject({ exitCode });
});

test('a warning fails where that was asked for, and only there', () => {
  const run = runOf(['pass', 9], ['warn', 1]);
  expect(outcomeOf(run)).toMatchObject({ exitCode: 0 });
  expect(outcomeOf({ ...run, asked: { strict: true } })).toMatchObject({
    exitCode: 1,
    headline: '1 warning, a failure with --strict',
  });
});

test('a target that was lost does not fail, and another beside it does', () => {
  const run = { ...failingRun(), complete: false, incompleteBecause: 'the target cannot be reached any more' };
  expect(outcomeOf(run)).toMatchObject({ exitCode: 1 });
  const lost = run.targets.map((target) => ({ ...target, lost: 'nothing listens there any more' }));
  expect(outcomeOf({ ...run, targets: lost })).toMatchObject({
    exitCode: 3,
    headline: 'Incomplete, with 18 findings',
    sentence: 'The target cannot be reached any more.',
  });
  expect(outcomeOf({ ...run, targets: [lost[0]!, run.targets[1]!] })).toMatchObject({ exitCode: 1 });
});

/** 30 results that a sign-in stopped, and two controls. */
const nobodySignsIn = (): Run => {
  const run = runOf(['pass', 1], ['blocked', 31]);
  for (const [i, check] of run.checks.slice(1).entries()) {
    const reason = `could not connect: the page “Sorry” at http://127.0.0.1:4180/consent?request=${i}`;
    Object.assign(check, i % 10 === 0 ? { reason, blockedAt: 'sign-in' } : { blockedBy: run.checks[1]!.id });
    check.id = `${check.id}-${i}`;
    if (i > 0 && i % 10 !== 0) check.blockedBy = run.checks[1]!.id;
  }
  return run;
};

test('what nobody gets past is a finding of its own, in its own words, in every format', () => {
  const run = nobodySignsIn();
  const findings = findingsOf(run);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ headline: 'Nobody can sign in', results: [] });
  expect(findings[0]!.blocked).toHaveLength(31);
  expect(outcomeOf(run)).toMatchObject({ headline: 'Nobody can sign in', exitCode: 3 });
  const { title, remedy } = run.checks[1]!;
  for (const report of [toTable(run), toMarkdown(run)]) {
    expect(report).toContain('Nobody can sign in');
    expect(report).toContain('“Sorry”');
    expect(report).not.toContain(title);
    expect(report).not.toContain(remedy);
  }
  expect(toHtml(run)).toContain('Nobody can sign in');
  // Where somebody else got in, it is not so of everybody.
  const somebody = structuredClone(run);
  somebody.checks[0]!.id = 'tokens/accepts-its-own-tokens';
  expect(findingsOf(somebody)[0]!.headline).toBe('A sign-in does not come back to the client');
  const errors = readXml(toJUnit(run)).all('error');
  expect(errors.map(({ attributes }) => attributes.type)).toEqual(['blocked']);
  expect(errors[0]!.attributes.message).toMatch(/^Nobody can sign in: could not connect: the page “Sorry”/);
});

test('equal reasons are one cause, whatever differs by chance; others are others', () => {
  const run = runOf(['pass', 40], ['blocked', 4]);
  for (const [i, check] of run.checks.slice(40).entries())
    check.reason = i < 3 ? `the answer held no ${'0123456789abcdef'.slice(i)}` : 'no stream could be opened';
  expect(findingsOf(run).map(({ blocked }) => blocked.length)).toEqual([3, 1]);
  expect(findingsOf(run)[0]).toMatchObject({ headline: 'What had to work first did not', remedy: '' });
});

test('what is blocked by a warning has had its say: enough may be judged all the same', () => {
  const run = runOf(['warn', 1], ['pass', 8], ['blocked', 1]);
  run.checks[9]!.blockedBy = run.checks[0]!.id;
  expect(outcomeOf(run)).toMatchObject({ exitCode: 0 });
  run.checks[0]!.verdict = 'pass';
  expect(outcomeOf(run)).toMatchObject({ exitCode: 3 });
});

test('counts agree with the summary of the run', () => {
  for (const run of [greenRun(), failingRun(), bigRun()]) expect(countVerdicts(resultsOf(run))).toEqual(run.summary);
});

test('findings hold everything to fix once, failures of MUST first, blocked under its control', () => {
  const run = failingRun();
  const findings = findingsOf(run);
  const { fail, error, blocked, warn } = run.summary;
  expect(findings.flatMap((finding) => finding.results)).toHaveLength(fail + error + warn);
  expect(findings.flatMap((finding) => finding.blocked)).toHaveLength(blocked);
  expect(findings[0]!.lead).toMatchObject({ verdict: 'fail', level: 'MUST', blame: 'gateway' });
  expect(findings.at(-1)!.lead.verdict).toBe('warn');
  const control = findings.find((finding) => finding.lead.id === 'tokens/accepts-its-own-audience')!;
  expect(control.blocked).toHaveLength(blocked);
  expect(findings[0]).toBe(control);
});

test('the terminal says why results have no verdict, each reason once', () => {
  const run = runOf(['pass', 1], ['untestable', 2], ['not-applicable', 1]);
  for (const check of run.checks.slice(1, 3)) check.reason = 'needs the test hook “clock”';
  run.checks[3]!.reason = 'not in 2026-07-28';
  expect(toTable(run)).toContain('  2 untestable   needs the test hook “clock”\n         1 n/a   not in 2026-07-28\n');
  run.checks = Array.from({ length: 12 }, (_, i) => ({ ...run.checks[1]!, reason: `reason ${i}` }));
  expect(toTable(run)).toContain('  7 untestable   for 7 other reasons: see the report');
  run.means = { user: { is: 'one user', yaml: '' } };
  for (const check of run.checks) check.missing = 'user';
  expect(toTable(run)).not.toMatch(/untestable {3}\w/);
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
  expect(failure.attributes.message).toBe(`step 2: trader connects Cursor: expected ${expected}; seen ${seen}`);
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
    });
    const skips = root.all('testsuite').map(({ attributes }) => Number(attributes.skipped));
    expect(skips.reduce((sum, n) => sum + n, 0)).toBe(blocked + untestable + notApplicable);
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

test.each([
  ['an empty screen', '\u001b[2J'],
  ['a new direction', '\u202e'],
  ['nothing between two letters', 'a\u200bb'],
  ['a joiner and a byte order mark', '\u2060\ufeff'],
  ['a hidden word in tags', '\u{e0041}'],
  ['an end of a line', '\u2028::error::x'],
  ['a workflow command', '\n::error::x'],
])('no report holds %s from the words of a server', (_, payload) => {
  const run = hostileRun(payload);
  const hides = /[^\P{C}\t\n]|[\u2028\u2029]/u;
  const lines = [toTable(run), toMarkdown(run), toJUnit(run).replaceAll('&#10;', '\n').replaceAll('&#13;', '\n')];
  for (const text of lines) expect(text).not.toMatch(/^\s*::/m);
  for (const text of [...lines, toHtml(run)]) expect(text).not.toMatch(hides);
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
  expect(JSON.parse(reporters.json!.render(greenRun()))).toEqual(encodeRun(greenRun()));
});

test('the way in is the headline where most results are blocked by a control that did not get past it', () => {
  const run = greenRun();
  const [control, ...others] = run.checks.filter(({ target }) => target === 0);
  Object.assign(control!, { verdict: 'blocked', blockedAt: 'registration', reason: 'answered 201 {}' });
  for (const one of others.slice(0, 12)) Object.assign(one, { verdict: 'blocked', blockedBy: control!.id });
  run.checks.reverse();
  expect(outcomeOf(run)).toMatchObject({ exitCode: 3, headline: 'No client can register' });
});

test('reasons that differ in a value alone are one reason', () => {
  const run = greenRun();
  for (const [i, check] of run.checks.slice(0, 3).entries()) {
    check.verdict = 'blocked';
    check.reason = `stopped at http://127.0.0.1:33418/?code=«code ${i}»`;
  }
  expect(findingsOf(run)[0]!.seen).toBe('stopped at http://127.0.0.1:33418/?code=«code 0»');
});
