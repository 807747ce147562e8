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

const connected = '  - connect: { client: cursor }\n';

test.each([
  ['a purpose', `${connected}  - call: { client: cursor, tool: acounts }`, 7, 'acounts', 'accounts'],
  ['a purpose of a burst', `${connected}  - burst: { client: cursor, tool: quotes, calls: 2 }`, 7, 'quotes', 'quote'],
  [
    'what is listed',
    `${connected}  - list_tools: { client: cursor }\n    expect: { has: [positons] }`,
    8,
    'positons',
    'positions',
  ],
  ['somebody', '  - connect: { client: cursor, as: tradr }', 6, 'tradr', 'trader'],
  ['somebody at a page', `${connected}  - ai_clients: { as: Trader }`, 7, 'Trader', 'trader'],
  ['a client', '  - connect: { client: curser }', 6, 'curser', 'cursor'],
  ['a client to revoke', `${connected}  - ai_clients: { revoke: curser }`, 7, 'curser', 'cursor'],
  [
    'a client of the journey',
    '  - connect: { client: robot }\n  - call: { client: robo, tool: quote }',
    7,
    'robo',
    'robot',
  ],
  ['who redeems', '  - authorize: { client: codex }\n  - redeem: { client: codex, by: codx }', 7, 'codx', 'codex'],
  [
    'a key',
    '  - client_center: { generate: { name: My key } }\n  - connect: { client: cursor, key: My kay }',
    7,
    'My kay',
    'My key',
  ],
])('a slip in the name of %s is found when the file is read', (_, step, line, word, meant) => {
  const said = complaint(good + step);
  expect(said).toMatch(new RegExp(`^journey\\.yaml:${line}: step \\d: .*“${word}”.*did you mean “${meant}”`));
});

test.each([
  ['  - call: { client: cursor, tool: quote }', '“cursor” has not got a connection by this step'],
  ['  - redeem: { client: cursor }', '“cursor” has no code by this step'],
  [
    '  - connect: { client: cursor }\n    expect: { connected: false }\n  - refresh: { client: cursor }',
    '“cursor” has not got a connection by this step',
  ],
  ['  - ai_clients: { revoke: cursor }', '“cursor” has not got a Client ID by this step'],
  ['  - connect: { client: cursor, key: My key }', 'no earlier step generates the key “My key”'],
  ['  - connect: { client: cursor, as: boss }', '“boss” is nobody in this journey; the cast is trader, '],
])('%j cannot be acted out, and that is said when the file is read', (step, sentence) => {
  expect(complaint(good + step)).toContain(sentence);
});

test.each([
  ['a person who is declared', 'people: [tradr]\n', '  - connect: { client: cursor, as: tradr }'],
  ['a client that is declared', 'clients: [curser]\n', '  - connect: { client: curser }'],
  ['a client of one’s own', '', '  - connect: { client: robot }'],
  ['a tool by its own name', '', `${connected}  - call: { client: cursor, tool: list_accounts }`],
  ['what another connected', '', '  - connect: { client: claude }\n  - call: { client: claude-mobile, tool: quote }'],
])('%s is fine', (_, above, step) => {
  expect(complaint(`${above}${good}${step}`)).toBe('no complaint');
});

test.each([
  ['', 'journey.yaml:1: the file is empty'],
  ['# nothing yet\n', 'journey.yaml:1: the file is empty'],
  [`${good}  - discover:\nexpect: { status: 401 }`, 'journey.yaml:7: “expect” belongs to a step'],
  [`${good}  - discover:\nconnect: { client: cursor }`, 'journey.yaml:7: “connect” belongs to a step'],
  [
    `${good}  - connect: { client: "cursor }\n  - discover:\n`,
    'journey.yaml:6: not valid YAML: the text that begins here',
  ],
  [
    `${good}  - discover:\ntitle: Another title\n`,
    'journey.yaml:7: not valid YAML: “title” stands here for the second time',
  ],
])('%j is told in words', (text, sentence) => {
  expect(complaint(text)).toContain(sentence);
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
  ['redirect-uri-mismatch', 7],
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
