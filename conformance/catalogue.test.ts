import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokerBehaviours } from '../mock-broker/behaviours.ts';
import { gatewayBehaviours } from '../reference-server/behaviours.ts';
import { checks } from './checks/index.ts';
import { findClause } from './clauses/clauses.ts';
import { mutantCatalogue } from './commands/mutant-catalogue.ts';
import { packageRoot } from './package-root.ts';
import { loadScenarios } from './scenarios/load.ts';

const scenarios = loadScenarios();
const mutants = mutantCatalogue(checks, scenarios);
const EXERCISES = [
  'discovery',
  'registration',
  'pkce',
  'first-time-consent',
  'redirect-uri-mismatch',
  'invalid-grant',
  'scope-denial',
  'revocation',
  'rate-limits',
];
const read = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');
const sources = (folder: string): string[] =>
  readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name)).split(sep).join('/'));

describe('checks', () => {
  test('the id of each is its path, and the index holds them all', () => {
    const files = sources('conformance/checks').filter((file) => /^export default check\(/m.test(read(file)));
    const ids = files.map((file) => file.replace(/^conformance\/checks\/|\.ts$/g, '')).sort();
    expect(checks.map((check) => check.id).sort()).toEqual(ids);
  });

  test.each(checks.map((check) => [check.id, check] as const))(
    '%s cites clauses and controls that exist',
    (_, check) => {
      const unknown = check.clauses.filter((id) => !/^(AR|CT|CN|CE)-/.test(id) && !findClause(id));
      expect(unknown, 'clauses that the catalogue lacks').toEqual([]);
      const known = new Set(checks.map((one) => one.id));
      expect(check.dependsOn?.filter((id) => !known.has(id)) ?? []).toEqual([]);
    },
  );

  test('no check is its own control, by whatever way round', () => {
    const controls = new Map(checks.map((check) => [check.id, check.dependsOn ?? []]));
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (controls.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
    expect(checks.map((check) => check.id).filter((id) => reaches(id, id))).toEqual([]);
  });

  test('a check that asserts a refusal has a positive control', () => {
    const refusing = checks.filter((check) => /\brefuse/.test(check.id) && !check.dependsOn?.length);
    expect(refusing.map((check) => check.id)).toEqual([]);
  });

  test('there are at least ninety', () => expect(checks.length).toBeGreaterThanOrEqual(90));
});

describe('scenarios', () => {
  test.each(EXERCISES)('%s has a journey that succeeds and three that are refused or recovered', (exercise) => {
    const own = scenarios.filter((scenario) => scenario.id.startsWith(`${exercise}/`));
    expect(own.filter((scenario) => scenario.kind === 'succeeds').length).toBeGreaterThanOrEqual(1);
    expect(own.filter((scenario) => scenario.kind !== 'succeeds').length).toBeGreaterThanOrEqual(3);
  });

  test('every row of the Aries and CrossTrade guides is acted out, but for those that no server can be seen to meet', () => {
    const rows = [
      ...Array.from({ length: 15 }, (_, n) => `AR-${n + 1}`),
      ...Array.from({ length: 5 }, (_, n) => `AR-E${n + 1}`),
      ...Array.from({ length: 11 }, (_, n) => `CT-${n + 1}`),
      ...Array.from({ length: 7 }, (_, n) => `CT-E${n + 1}`),
    ];
    const cited = new Set([
      ...scenarios.flatMap((scenario) => scenario.guide),
      ...checks.flatMap((check) => check.clauses),
    ]);
    expect(rows.filter((row) => !cited.has(row))).toEqual([]);
  });
});

describe('mutants', () => {
  test('every name that a check or a scenario claims is declared by a check', () => {
    const claims = [...checks, ...scenarios].flatMap(({ mutants: claimed }) => claimed);
    const names = claims.map((claim) => (typeof claim === 'string' ? claim : claim.name));
    expect(names.filter((name) => !mutants.has(name))).toEqual([]);
  });

  test('each is declared once, and replaces or rewrites exactly one thing', () => {
    const declared = checks.flatMap((check) => check.mutants).filter((mutant) => typeof mutant !== 'string');
    expect(declared.map((mutant) => mutant.name).filter((name, n, all) => all.indexOf(name) !== n)).toEqual([]);
    const wrong = declared.filter(
      (mutant) => Object.keys(mutant.replaces ?? {}).length + (mutant.rewrites ? 1 : 0) !== 1,
    );
    expect(wrong.map((mutant) => mutant.name)).toEqual([]);
  });

  test('the two records of behaviours share no name', () => {
    expect(Object.keys(brokerBehaviours).filter((name) => name in gatewayBehaviours)).toEqual([]);
  });

  /** Behaviours that no check of today can show, and why. */
  const unshown = {
    clientIdIsNotTheGatewaysOwn: 'only the gateway knows which Client ID is its own',
    lostAnswerIsAnUnknownOutcome: 'what happens to an order belongs to the brokerage exercise',
    orderIsNotSentAgain: 'what happens to an order belongs to the brokerage exercise',
    sessionIsInUse: 'a limit of our own, which no document asks for',
    userHasRoomForASession: 'a limit of our own, which no document asks for',
  };

  test('every behaviour of the gateway has a mutant', () => {
    const replaced = new Set([...mutants.values()].flatMap(({ mutant }) => Object.keys(mutant.replaces ?? {})));
    expect(
      Object.keys(gatewayBehaviours)
        .filter((name) => !replaced.has(name))
        .sort(),
    ).toEqual(Object.keys(unshown).sort());
  });
});

/** `[from, to]`: no file of the first folder may import values from the second. */
const forbidden = [
  ['mock-broker', 'reference-server'],
  ['mock-broker', 'conformance'],
  ['mock-broker', 'reports'],
  ['reference-server', 'mock-broker'],
  ['reference-server', 'conformance'],
  ['reference-server', 'reports'],
  ['conformance', 'mock-broker'],
  ['conformance', 'reference-server'],
  ['reports', 'mock-broker'],
  ['reports', 'reference-server'],
] as const;

/** The door that starts servers, what mutants are made of, and what is no part of the program. */
const exempt = /\.(test|spec)\.ts$|-for-tests\.ts$|^conformance\/(commands|proof|bench)\//;

test.each(forbidden)('%s imports no values from %s', (from, to) => {
  const offenders = sources(from).filter((file) => {
    if (exempt.test(file)) return false;
    const imports = read(file).matchAll(/^import (?!type\b)([^;]*?) from '(\.[^']+)'/gms);
    return [...imports].some(
      ([, what, path]) => join(file, '..', path!).startsWith(`${to}/`) && !/^\{(\s*type [^,}]+,?)+\s*\}$/s.test(what!),
    );
  });
  expect(offenders).toEqual([]);
});

test('time and chance come from outside', () => {
  const folders = ['mock-broker', 'reference-server', 'conformance'];
  const offenders = folders.flatMap(sources).filter((file) => {
    if (exempt.test(file) || /\/clock\.ts$|bench\.ts$/.test(file)) return false;
    return /\bDate\.now\(\)|\bMath\.random\(\)|\bnew Date\(\)/.test(read(file));
  });
  expect(offenders).toEqual([]);
});
