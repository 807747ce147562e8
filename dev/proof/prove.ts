import { PROFILE_IDS, PROFILES, type ProfileId } from '../../conformance/profiles/index.ts';
import type { Run, Verdict } from '../../conformance/run/model.ts';
import { run } from '../../conformance/runner/run.ts';
import { selectChecks } from '../../conformance/runner/select.ts';
import type { Scenario } from '../../conformance/scenarios/scenario.ts';
import { mutantCatalogue } from '../../conformance/stack/mutant-catalogue.ts';
import { startStack } from '../../conformance/stack/start-stack.ts';
import type { Applies, Check } from '../../conformance/vocabulary/check.ts';
import { type Era, GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Mutant } from '../../conformance/vocabulary/mutant.ts';
import { hasAll } from '../../conformance/vocabulary/profile.ts';
import type { Variation } from '../../conformance/vocabulary/variation.ts';

/** What is put to the proof: one check or one scenario, with the mutants that it claims. */
export interface Subject {
  id: string;
  mutants: Mutant[];
  profiles: readonly ProfileId[];
  eras: readonly Era[];
}

/** What became of a subject in one run. */
export interface Trial {
  verdict: Verdict;
  because: string;
  /** Controls that did not come out satisfied. */
  failedControls: string[];
  /** How often the mutant answered otherwise than the original would have. */
  differed: number;
}

export interface Catalogue {
  checks: readonly Check[];
  scenarios: readonly Scenario[];
}

/** Where a stack is graded. */
export interface Place {
  profile: ProfileId;
  era: Era;
}

interface How {
  mutants?: readonly Mutant[];
  variations?: readonly Variation[];
  /** Narrows it to these ids and their controls. */
  only?: readonly string[];
  /** Is told each verdict as it is reached, and how often the mutant has answered otherwise until then. */
  onVerdict?(id: string, differed: number): void;
}

export const ALL_PROFILES = PROFILE_IDS;

/** Everything that has to be proved. */
export function subjects({ checks, scenarios }: Catalogue): Subject[] {
  const catalogue = mutantCatalogue(checks, scenarios);
  const make = (id: string, claims: readonly (Mutant | string)[], applies: Applies = {}): Subject => ({
    id,
    mutants: claims.map((claim) => {
      const name = typeof claim === 'string' ? claim : claim.name;
      const found = catalogue.get(name)?.mutant;
      if (!found) throw new Error(`${id} claims the mutant ${name}, which no check declares`);
      return found;
    }),
    profiles: ALL_PROFILES.filter((id) => hasAll(PROFILES[id], applies.needs)),
    eras: GRADED_ERAS.filter((era) => applies.eras?.includes(era) ?? true),
  });
  return [
    ...checks.map((check) => make(check.id, check.mutants, check.applies)),
    ...scenarios.map((scenario) => make(scenario.id, scenario.mutants, scenario)),
  ];
}

/** Grades a fresh reference stack, sound or with mutants, in eras of one profile. */
export async function gradeStack(
  catalogue: Catalogue,
  profile: ProfileId,
  eras: readonly Era[],
  { mutants = [], variations = [], only = [], onVerdict }: How = {},
): Promise<Run> {
  const stack = await startStack({
    profile,
    hooks: true,
    seed: 'proof',
    settings: { dpop: true, dpopNonces: true },
    mutants,
    variations,
  });
  try {
    return await run({
      ...catalogue,
      version: 'proof',
      targets: eras.map((era) => ({ url: stack.mcpUrl, profile, era, hooks: stack.hooks })),
      only: [...only],
      seed: 'proof',
      startedAt: '2026-11-17T15:00:00.000Z',
      onProgress: ({ id }) => onVerdict?.(id, stack.mutantReport()[0]?.differed ?? 0),
    });
  } finally {
    await stack.close();
  }
}

/**
 * Puts subjects before one stack with one mutant, one after the other. What differed counts for the subject during which
 * it did; before a single one, what its controls met counts too, and for who observes, all that did. What a subject only
 * rides on may fail with it.
 */
export async function tryOut(
  catalogue: Catalogue,
  ids: readonly string[],
  { profile, era }: Place,
  mutant: Mutant,
): Promise<Map<string, Trial>> {
  const differed = new Map<string, number>();
  const observers = new Set(catalogue.checks.filter(({ observes }) => observes).map((check) => check.id));
  let before = 0;
  const onVerdict = (id: string, until: number) => {
    differed.set(id, ids.length === 1 || observers.has(id) ? until : until - before);
    before = until;
  };
  const graded = await gradeStack(catalogue, profile, [era], { mutants: [mutant], only: ids, onVerdict });
  const trials = ids.map((id): [string, Trial] => {
    const withoutRides = catalogue.checks.map((check) => (check.id === id ? { ...check, ridesOn: undefined } : check));
    const controls = new Set(selectChecks({ checks: withoutRides as Check[], only: [id] }).map((check) => check.id));
    controls.delete(id);
    const failed = graded.checks.filter((one) => controls.has(one.id) && !isFine(one.verdict));
    const [own] = verdictsOf(graded, id);
    return [id, { ...own!, failedControls: failed.map((one) => one.id), differed: differed.get(id) ?? 0 }];
  });
  return new Map(trials);
}

/** The verdicts on one subject in a run, one for each target where it was graded, with what was expected and seen. */
export function verdictsOf(graded: Run, id: string): { verdict: Verdict; because: string }[] {
  const own = [...graded.checks, ...graded.scenarios].filter((one) => one.id === id);
  if (own.length === 0) return [{ verdict: 'error', because: 'it was not run' }];
  return own.map((one) => {
    const failed = 'steps' in one ? one.steps.find((step) => step.verdict !== 'pass') : one;
    return { verdict: one.verdict, because: `${one.reason ?? ''} expected ${failed?.expected}, seen ${failed?.seen}` };
  });
}

export const isFine = (verdict: Verdict): boolean => verdict === 'pass' || verdict === 'not-applicable';
export const isViolated = (verdict: Verdict): boolean => verdict === 'fail' || verdict === 'warn';
