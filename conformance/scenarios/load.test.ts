import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const complaint = (text: string): string => {
  try {
    readScenario(file(text));
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
  ['a verb', '  - conect: { client: cursor }', 'journey.yaml:6: “conect” is not a verb; did you mean “connect”?'],
  [
    'an argument',
    '  - connect:\n      client: cursor\n      humann: allow',
    'journey.yaml:8: “connect” has no setting “humann”; did you mean “human”?',
  ],
  [
    'an expectation',
    '  - connect: { client: cursor }\n    expect:\n      conected: true',
    'journey.yaml:8: “expect” has no setting “conected”; did you mean “connected”?',
  ],
  [
    'a choice',
    '  - connect: { client: cursor, human: maybe }',
    'journey.yaml:6: “connect.human” is "maybe"; it must be one of allow, deny, leave',
  ],
  ['a setting', '  - discover:\nguid: [AR-1]', 'journey.yaml:7: there is no setting “guid”; did you mean “guide”?'],
  ['the YAML', '  - discover: [', 'journey.yaml:6: not valid YAML'],
])('a mistake in %s names the line, the word and the right one', (_, step, sentence) => {
  expect(complaint(good + step)).toContain(sentence);
});

test('a file that is not there is named', () => {
  expect(() => loadScenarios(['nowhere.yaml'])).toThrow('nowhere.yaml: no such file or folder');
});

test('a folder without scenarios is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  expect(() => loadScenarios([folder])).toThrow(`no scenarios in ${folder}`);
});
