import { checks } from '../checks/index.ts';
import { currentId } from '../checks/renamed.ts';
import { type Clause, citedBy, clauseIn, countedAs, documentUrl, findClause, loadClauses } from '../clauses/clauses.ts';
import { errorCodes } from '../help/error-codes.ts';
import { UsageError } from '../help/failures.ts';
import { guideRows, guideUse } from '../help/guide-rows.ts';
import { didYouMean } from '../help/nearest.ts';
import { exitCodes, factWords, settingWords, verdictWords } from '../help/words.ts';
import { PROFILES } from '../profiles/index.ts';
import { exercises } from '../run/exercises.ts';
import { plural } from '../run/words.ts';
import { standingOf } from '../runner/standing.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { steps as verbs } from '../scenarios/steps/index.ts';
import { isShown, type ListedMutant, mustShow, mutantCatalogue, profileOf } from '../stack/mutant-catalogue.ts';
import { variations } from '../variations/index.ts';
import type { Check } from '../vocabulary/check.ts';
import { OFFERS, PRODUCT_FEATURES } from '../vocabulary/features.ts';
import { MEANS } from '../vocabulary/means.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import { TRAITS } from '../vocabulary/people.ts';
import type { Profile } from '../vocabulary/profile.ts';
import type { Variation } from '../vocabulary/variation.ts';
import type { Terminal } from './terminal.ts';

type Facts = Record<string, string | readonly string[] | undefined>;

/** Tells what is known about an id of anything, or a word of the reports and the configuration. */
export function explain(terminal: Terminal, id: string, flags: { json?: boolean }): number {
  const scenarios = loadScenarios();
  const mutants = mutantCatalogue(checks, scenarios);
  const facts = find(id, scenarios, mutants);
  if (facts.length === 0) {
    const known = [
      ...[...checks, ...scenarios, ...loadClauses()].map((one) => one.id),
      ...[guideRows, errorCodes, PROFILES, exercises, ...words].flatMap((record) => Object.keys(record)),
      'exit codes',
      ...mutants.keys(),
      ...variations.keys(),
    ];
    throw new UsageError(
      `there is no check, scenario, exercise, mutant, variation, clause, guide row, profile, error code or word of the reports “${id}”${didYouMean(id, known)}`,
    );
  }
  const data = facts.map(withPlainKeys);
  terminal.out(
    flags.json ? `${JSON.stringify(data.length === 1 ? data[0] : data, null, 1)}\n` : facts.map(print).join('\n'),
  );
  return 0;
}

/** Words that are no id of anything. */
const words = [verdictWords, MEANS, OFFERS, PRODUCT_FEATURES, TRAITS, factWords, settingWords] as const;

/** Programs want keys without blanks. */
const withPlainKeys = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([key, value]) => [key.replaceAll(' ', '_'), value]));

function find(id: string, scenarios: readonly Scenario[], mutants: Map<string, ListedMutant>): Facts[] {
  const own = <T>(record: Readonly<Record<string, T>>, key: string) =>
    Object.hasOwn(record, key) ? record[key] : undefined;
  const check = checks.find((one) => one.id === currentId(id));
  const scenario = scenarios.find((one) => one.id === id);
  const clause = findClause(id);
  const mutant = mutants.get(id);
  const variation = variations.get(id);
  const row = own(guideRows, id.toUpperCase());
  const code = own(errorCodes, id);
  const exercise = own(exercises, id);
  const profile = own<(typeof PROFILES)[keyof typeof PROFILES]>(PROFILES, id);
  return [
    check && ofCheck(check),
    scenario && ofScenario(scenario),
    mutant && ofMutant(mutant),
    variation && ofVariation(variation),
    clause && ofClause(clause),
    row && {
      'guide row': id.toUpperCase(),
      says: row,
      use: guideUse[id.toUpperCase()],
      'cited by': citing(id.toUpperCase(), scenarios),
    },
    code && { 'error code': id, from: code.from, means: code.means, cure: code.cure },
    exercise && ofExercise(id, exercise, scenarios),
    profile && { profile: id, is: profile.title, demands: profile.demands, use: (profile as Profile).use },
    ...ofWord(id, own),
  ].filter((facts): facts is Facts => Boolean(facts));
}

function ofWord(
  id: string,
  own: <T>(record: Readonly<Record<string, T>>, key: string) => T | undefined,
): (Facts | undefined)[] {
  const means = own<{ is: string; yaml: string }>(MEANS, id);
  const feature = own<string>({ ...OFFERS, ...PRODUCT_FEATURES }, id);
  const needing = checks.filter(({ applies }) => applies?.needs?.some((need) => need === id)).map((one) => one.id);
  const [verdict, trait] = [own(verdictWords, id), own<string>(TRAITS, id)];
  const [fact, setting] = [own(factWords, id), own(settingWords, id)];
  return [
    /^exit[ -]codes?$/.test(id) ? { 'exit codes': exitCodes } : undefined,
    verdict ? { verdict: id, means: verdict } : undefined,
    means && { means: id, is: means.is, 'in openbell.yaml': means.yaml.split('\n') },
    feature ? { feature: id, is: feature, 'needed by': needing } : undefined,
    trait ? { trait: id, says: trait, 'in openbell.yaml': ['users:', `  - traits: [${id}]`] } : undefined,
    fact ? { fact: id, tells: fact } : undefined,
    setting ? { setting: id, is: setting } : undefined,
  ];
}

function ofExercise(id: string, { title, asks }: { title: string; asks: string }, all: readonly Scenario[]): Facts {
  const within = (one: { id: string }) => one.id.startsWith(`${id}/`);
  const [ownChecks, journeys] = [checks.filter(within), all.filter(within)];
  return {
    exercise: `${id}: ${title}`,
    asks,
    holds: `${plural(ownChecks.length, 'check')}, ${plural(journeys.length, 'scenario')}`,
    checks: ownChecks.map((one) => one.id),
    scenarios: journeys.map((one) => one.id),
  };
}

const mutantNames = (mutants: readonly (Mutant | string)[]): string[] =>
  mutants.map((mutant) => (typeof mutant === 'string' ? mutant : mutant.name));

const ofCheck = (check: Check): Facts => ({
  check: check.id,
  obliges: check.title,
  level: standingOf(check).level,
  'only warns, because': check.weakBecause,
  because: check.clauses.map((id) => `${id}: ${clauseIn(id)?.summary ?? guideRows[id] ?? ''}`),
  applies: appliesOf(check),
  'positive controls': check.dependsOn,
  remedy: check.remedy,
  mutants: mutantNames(check.mutants),
  'stays green with': check.variations ?? (check.noVariation && `whatever is legal: ${check.noVariation}`),
});

function appliesOf({ applies }: Check): string | undefined {
  const { needs, eras } = applies ?? {};
  const parts = [
    needs?.length && `where the target has ${needs.join(', ')}`,
    eras?.length && `in ${eras.join(', ')}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : undefined;
}

const ofScenario = (scenario: Scenario): Facts => ({
  scenario: scenario.id,
  tells: scenario.title,
  ends: {
    succeeds: 'all goes well',
    refused: 'something is refused',
    recovers: 'something goes wrong and is put right',
  }[scenario.kind],
  'acts out': scenario.guide.map((id) => `${id}: ${guideRows[id] ?? ''}`),
  needs: scenario.needs,
  steps: scenario.steps.map((step, index) => `${index + 1}. ${verbs[step.verb]!.says(step.args)}`),
  remedy: scenario.remedy,
  mutants: scenario.mutants,
});

const ofMutant = (listed: ListedMutant): Facts => {
  const { mutant, claimedBy } = listed;
  return {
    mutant: mutant.name,
    does: mutant.replaces
      ? `replaces the behaviour ${Object.keys(mutant.replaces).join(', ')}`
      : `rewrites responses of the ${mutant.rewrites?.at ?? 'gateway'}`,
    [`must ${mustShow(listed, checks)}`]: claimedBy,
    'to see it': !isShown(mutant)
      ? 'no profile has what it breaks'
      : `openbell serve --profile ${profileOf(mutant, checks)} --mutant ${mutant.name}`,
  };
};

const ofVariation = ({ name, does, allowedBy }: Variation): Facts => ({
  variation: name,
  does,
  'allowed by': allowedBy,
  'must leave green': checks.filter((check) => check.variations?.includes(name)).map(({ id }) => id),
});

const basisWords: Record<Clause['basis'], string | undefined> = {
  keyword: undefined,
  declarative: 'stated as a fact, without a keyword',
  'by-reference': 'follows from a document that this one makes mandatory',
  implied: 'an inference: weighs as a warning at most',
  memory: 'the text was not at hand: weighs as a warning at most',
  'no-keyword': 'stated without an upper-case keyword: weighs as a warning at most',
};

function ofClause(clause: Clause): Facts {
  const counted = countedAs(clause.id);
  return {
    clause: clause.id,
    document: `${clause.doc}, ${clause.section}`,
    level: `${clause.level}, for ${clause.subject}`,
    says: clause.summary,
    basis: basisWords[clause.basis],
    'black box': { yes: 'can see it', partly: 'can see it in part', no: 'cannot see it' }[clause.blackbox],
    'how to look': clause.check,
    'counted as': counted === clause.id ? undefined : counted,
    checks: checks
      .filter((check) => check.clauses.flatMap(citedBy).some((id) => countedAs(id) === counted))
      .map((check) => check.id),
    'no check, because': clause.whyNot && `${clause.whyNot.why}: ${clause.whyNot.says}`,
    'read it at': documentUrl(clause),
  };
}

const citing = (row: string, scenarios: readonly Scenario[]): string[] => [
  ...scenarios.filter((scenario) => scenario.guide.includes(row)).map((scenario) => scenario.id),
  ...checks.filter((check) => check.clauses.includes(row)).map((check) => check.id),
];

function print(facts: Facts): string {
  const rows = Object.entries(facts).filter(([, value]) => value !== undefined);
  const width = Math.max(...rows.map(([name]) => name.length));
  const indent = `\n${' '.repeat(width + 2)}`;
  const text = (value: string | readonly string[]) =>
    typeof value === 'string' ? value : value.join(indent) || 'none';
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${text(value!)}`).join('\n')}\n`;
}
