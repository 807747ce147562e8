import { GRADED_PROFILE_IDS, PROFILES, type ProfileId } from '../../conformance/profiles/index.ts';
import type { Run, Verdict } from '../../conformance/run/model.ts';
import { run } from '../../conformance/runner/run.ts';
import type { Scenario } from '../../conformance/scenarios/scenario.ts';
import { mutantCatalogue } from '../../conformance/stack/mutant-catalogue.ts';
import { startStack } from '../../conformance/stack/start-stack.ts';
import type { Applies, Check } from '../../conformance/vocabulary/check.ts';
import { type Era, GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Mutant } from '../../conformance/vocabulary/mutant.ts';
import { hasAll } from '../../conformance/vocabulary/profile.ts';

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
  mutant: { reached: number; differed: number };
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

export const ALL_PROFILES = GRADED_PROFILE_IDS;

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

/** Grades a fresh reference stack, sound or with mutants; `only` narrows it to some ids and their controls. */
export async function gradeStack(
  catalogue: Catalogue,
  where: Place,
  mutants: readonly Mutant[] = [],
  only: string[] = [],
): Promise<{ run: Run; mutants: { name: string; reached: number; differed: number }[] }> {
  const stack = await startStack({ profile: where.profile, hooks: true, seed: 'proof', mutants });
  try {
    const graded = await run({
      ...catalogue,
      version: 'proof',
      targets: [{ url: stack.mcpUrl, ...where, hooks: stack.hooks }],
      only,
      seed: 'proof',
      startedAt: '2026-11-17T15:00:00.000Z',
    });
    return { run: graded, mutants: stack.mutantReport() };
  } finally {
    await stack.close();
  }
}

/** Puts one subject before one mutant. */
export async function tryOut(catalogue: Catalogue, id: string, where: Place, mutant: Mutant): Promise<Trial> {
  const { run: graded, mutants } = await gradeStack(catalogue, where, [mutant], [id]);
  const own = verdictOf(graded, id);
  const controls = graded.checks.filter((one) => one.id !== id && !isFine(one.verdict));
  return { ...own, failedControls: controls.map((one) => one.id), mutant: mutants[0]! };
}

/** The verdict on one subject in a run, with what was expected and seen. */
export function verdictOf(graded: Run, id: string): { verdict: Verdict; because: string } {
  const own = [...graded.checks, ...graded.scenarios].find((one) => one.id === id);
  if (!own) return { verdict: 'error', because: 'it was not run' };
  const failed = 'steps' in own ? own.steps.find((step) => step.verdict !== 'pass') : own;
  return { verdict: own.verdict, because: `${own.reason ?? ''} expected ${failed?.expected}, seen ${failed?.seen}` };
}

export const isFine = (verdict: Verdict): boolean => verdict === 'pass' || verdict === 'not-applicable';
export const isViolated = (verdict: Verdict): boolean => verdict === 'fail' || verdict === 'warn';
