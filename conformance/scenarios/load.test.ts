import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenarios, readScenario } from './load.ts';

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'scenario-')), 'journey.yaml');
  writeFileSync(path, text);
  return path;
};
const good = `title: A journey that is long enough
kind: succeeds
remedy: Do what the journey says.
mutants: [some-sin]
steps:
`;
const known = { mutants: ['some-sin'], guide: ['AR-E1'] };
const complaint = (text: string): string => {
  try {
    readScenario(file(text), known);
    return 'no complaint';
  } catch (error) {
    return (error as Error).message.replace(/^.*journey\.yaml/, 'journey.yaml');
  }
};

describe('loadScenarios', () => {
  test('reads every journey of the package', () => {
    const ids = loadScenarios().map((scenario) => scenario.id);
    expect(ids).toContain('redirect-uri-mismatch/the-key-was-saved-with-a-trailing-slash');
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('fills in what a step leaves out', () => {
    const [step] = readScenario(file(`${good}  - connect: { client: cursor }\n`)).steps;
    expect(step).toMatchObject({ verb: 'connect', args: { as: 'trader', human: 'allow' }, expect: {} });
  });
});

test.each([
  [
    'a verb',
    '  - conect: { client: cursor }',
    'journey.yaml:6: step 1: “conect” is not a verb; did you mean “connect”?',
  ],
  [
    'an argument',
    '  - connect:\n      client: cursor\n      humann: allow',
    'journey.yaml:8: step 1: “connect” has no setting “humann”; did you mean “human”?',
  ],
  [
    'an expectation',
    '  - connect: { client: cursor }\n    expect:\n      conected: true',
    'journey.yaml:8: step 1: “expect” has no setting “conected”; did you mean “connected”?',
  ],
  [
    'a choice',
    '  - connect: { client: cursor, human: maybe }',
    'journey.yaml:6: step 1: “connect.human” is "maybe"; it must be one of allow, deny, leave',
  ],
  ['a setting', '  - discover:\nguid: [AR-1]', 'journey.yaml:7: there is no setting “guid”; did you mean “guide”?'],
  [
    'the only setting that is needed',
    '  - connect: { clint: cursor }',
    'journey.yaml:6: step 1: “connect” has no setting “clint”; did you mean “client”?',
  ],
  [
    'the word expect',
    '  - connect: { client: cursor }\n    expct: { connected: true }',
    'journey.yaml:7: step 1: “expct” is not a verb; did you mean “expect”?',
  ],
  ['the form', '  - discover:\n  - connect: claude', 'journey.yaml:7: step 2: “connect” must be a map of settings'],
  [
    'the number of verbs',
    '  - discover:\n    plan: {}',
    'step 1: a step has one verb, and this one has discover and plan',
  ],
  ['a number', '  - burst: { client: cursor, calls: 501 }', 'step 1: “burst.calls” must be at most 500'],
  [
    'a place',
    '  - discover:\n  - client_center: { generate: { name: Claude, redirect_uri: "{calback}/" } }',
    'journey.yaml:7: step 2: “client_center.generate.redirect_uri”: “{calback}” is no place; did you mean “callback”?',
  ],
  [
    'a place that is like no other',
    '  - connect: { client: cursor, with: { resource: "{shop}" } }',
    '“connect.with.resource”: “{shop}” is no place; known are {gateway}, {mcp}, {callback}, {brokerage}',
  ],
  [
    'a place in what is expected',
    '  - discover:\n    expect: { resource: "{mpc}" }',
    'journey.yaml:7: step 1: “expect.resource”: “{mpc}” is no place; did you mean “mcp”?',
  ],
  [
    'a time',
    '  - advance: soon',
    'journey.yaml:6: step 1: “advance”: give a time such as “90 seconds”, “61 minutes” or “1 hour”',
  ],
  ['a name that every object has', '  - constructor: {}', 'step 1: “constructor” is not a verb'],
  ['the YAML', '  - discover: [', 'journey.yaml:6: not valid YAML'],
])('a mistake in %s names the line, the word and the right one', (_, step, sentence) => {
  expect(complaint(good + step)).toContain(sentence);
});

test.each([
  [good.replace('title', 'titel'), 'journey.yaml:1: there is no setting “titel”; did you mean “title”?'],
  [good.replace('A journey that is long enough', 'Short'), '“title” must have at least 10 characters'],
  [good.replace('some-sin', 'some-sinn'), 'journey.yaml:4: there is no mutant “some-sinn”; did you mean “some-sin”?'],
  [`guide: [AR-E9]\n${good}`, 'journey.yaml:1: there is no row of a guide “AR-E9”; did you mean “AR-E1”?'],
  [`guide: [E9]\n${good}`, 'journey.yaml:1: “guide.0”: give a row of a guide, such as AR-E1'],
  ['- a list', 'journey.yaml:1: the file must be a map of settings'],
])('a mistake above the steps in %j', (text, sentence) => {
  expect(complaint(`${text}  - discover:\n`)).toContain(sentence);
});

test('a journey of somebody else needs a title, how it ends and steps', () => {
  const scenario = readScenario(file('title: A journey of my own\nkind: succeeds\nsteps:\n  - discover:\n'), known);
  expect(scenario).toMatchObject({ mutants: [], guide: [] });
});

test('every journey of the package has mutants and a remedy', () => {
  const bare = loadScenarios().filter(({ mutants, remedy }) => mutants.length === 0 || !remedy);
  expect(bare.map(({ id }) => id)).toEqual([]);
});

test('a journey that is named twice is read once', () => {
  const path = file(`${good}  - discover:\n`);
  expect(loadScenarios([path, path, dirname(path)])).toHaveLength(1);
});

test.each([
  ['redirect-uri-mismatch', 6],
  ['redirect-uri-mismatch/the-key-names-another-host', 1],
])('%s of the package is found from anywhere by its id', (id, count) => {
  expect(loadScenarios([id])).toHaveLength(count);
});

test('a file that is not there is named', () => {
  expect(() => loadScenarios(['nowhere.yaml'])).toThrow('nowhere.yaml: no such file or folder');
});

test('a folder without scenarios is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  expect(() => loadScenarios([folder])).toThrow(`no scenarios in ${folder}`);
});
