import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokerBehaviours } from '../../mock-broker/behaviours.ts';
import { gatewayBehaviours } from '../../reference-server/behaviours.ts';
import { clauseIn } from '../clauses/clauses.ts';
import { packageRoot } from '../files/package-root.ts';
import { exercises } from '../run/exercises.ts';
import { standingOf } from '../runner/standing.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { mutantCatalogue } from '../stack/mutant-catalogue.ts';
import { variations } from '../variations/index.ts';
import type { Check } from '../vocabulary/check.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import { verdict } from '../vocabulary/verdict.ts';
import { checks } from './index.ts';

const scenarios = loadScenarios();
const mutants = mutantCatalogue(checks, scenarios);
const read = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');
const sources = (folder: string): string[] =>
  readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name)).split(sep).join('/'));

describe('checks', () => {
  test('the id of each begins with an exercise, and is that of no other', () => {
    const ids = checks.map((check) => check.id);
    expect(ids.filter((id) => !Object.hasOwn(exercises, id.split('/')[0]!))).toEqual([]);
    expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
  });

  test('a story stands in the file that its id names', () => {
    const stories = sources('conformance/checks').filter((file) => /^export default check\(/m.test(read(file)));
    const misplaced = stories.filter(
      (file) => !read(file).includes(`id: '${file.replace(/^conformance\/checks\/|\.ts$/g, '')}'`),
    );
    expect(misplaced).toEqual([]);
  });

  test('what can only warn although its clause says MUST says why, and nothing else does', () => {
    const eras = (check: Check) => check.applies?.eras ?? GRADED_ERAS;
    const weak = checks.filter((check) =>
      eras(check).some((era) => {
        const { level, basis } = standingOf(check, era);
        return level === 'MUST' && verdict('violated', level, basis) === 'warn';
      }),
    );
    const silent = weak.filter((check) => !check.weakBecause);
    expect(
      silent.map((check) => check.id),
      'no reason is given',
    ).toEqual([]);
    const needless = checks.filter((check) => check.weakBecause && !weak.includes(check));
    expect(
      needless.map((check) => check.id),
      'a reason for nothing',
    ).toEqual([]);
  });

  test.each(checks.map((check) => [check.id, check] as const))(
    '%s cites clauses and controls that exist',
    (_, check) => {
      const unknown = check.clauses.filter((id) => !/^(AR|CT|CN|CE)-/.test(id) && !clauseIn(id));
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

/** Those that need no scenario: what they look at is no journey. */
const WITHOUT_JOURNEYS = ['tokens', 'wire', 'brokerage'];

describe('scenarios', () => {
  test.each(Object.keys(exercises).filter((name) => !WITHOUT_JOURNEYS.includes(name)))(
    '%s has a journey that succeeds and three that are refused or recovered',
    (exercise) => {
      const own = scenarios.filter((scenario) => scenario.id.startsWith(`${exercise}/`));
      expect(own.filter((scenario) => scenario.kind === 'succeeds').length).toBeGreaterThanOrEqual(1);
      expect(own.filter((scenario) => scenario.kind !== 'succeeds').length).toBeGreaterThanOrEqual(3);
    },
  );

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

describe('variations', () => {
  test('each check names some that exist, or says why it names none', () => {
    const unsaid = checks.filter((check) => Boolean(check.variations?.length) === Boolean(check.noVariation));
    expect(unsaid.map(({ id }) => id)).toEqual([]);
    const named = new Set(checks.flatMap((check) => check.variations ?? []));
    expect([...named].filter((name) => !variations.has(name))).toEqual([]);
    expect(
      [...variations.keys()].filter((name) => !named.has(name)),
      'that no check names',
    ).toEqual([]);
  });

  test('each replaces, rewrites or lengthens exactly one thing', () => {
    const wrong = [...variations.values()].filter(
      (one) => Object.keys(one.replaces ?? {}).length + (one.rewrites ? 1 : 0) + (one.appends ? 1 : 0) !== 1,
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
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
    requestStateIsUsedOnce: 'the order that a state goes on with is itself sent once, however often it comes back',
    clientIdIsNotTheGatewaysOwn: 'only the gateway knows which Client ID is its own',
    sessionIsInUse: 'a limit of our own, which no document asks for',
    userHasRoomForASession: 'a limit of our own, which no document asks for',
    holderHasRoomForATask: 'a limit of our own: of how many no document says',
    documentsAreReadFewAtATime: 'a limit of our own, which no document asks for',
  };

  test('every behaviour of the gateway has a mutant, or a variation', () => {
    const replacing = [...[...mutants.values()].map(({ mutant }) => mutant), ...variations.values()];
    const replaced = new Set(replacing.flatMap(({ replaces = {} }) => Object.keys(replaces)));
    expect(
      Object.keys(gatewayBehaviours)
        .filter((name) => !replaced.has(name))
        .sort(),
    ).toEqual(Object.keys(unshown).sort());
  });
});

/** The command line meets the real clock, and tests are no part of the program. */
const exempt = /\.(test|spec)\.ts$|^conformance\/cli\//;

test('time and chance come from outside', () => {
  const folders = ['mock-broker', 'reference-server', 'conformance'];
  const offenders = folders.flatMap(sources).filter((file) => {
    if (exempt.test(file) || /\/clock\.ts$/.test(file)) return false;
    return /\bDate\.now\(\)|\bMath\.random\(\)|\bnew Date\(\)/.test(read(file));
  });
  expect(offenders).toEqual([]);
});
