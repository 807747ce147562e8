import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { isProfileId, PROFILE_IDS, PROFILES, type ProfileId } from '../profiles/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Check } from '../vocabulary/check.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import { hasAll } from '../vocabulary/profile.ts';

/** A mutant, and which checks and scenarios it must turn red. */
export interface ListedMutant {
  mutant: Mutant;
  claimedBy: string[];
}

/** Every mutant by its name; one that several checks or scenarios claim is declared by one check and named by the others. */
export function mutantCatalogue(checks: readonly Check[], scenarios: readonly Scenario[]): Map<string, ListedMutant> {
  const catalogue = new Map<string, ListedMutant>();
  for (const check of checks) {
    for (const mutant of check.mutants) {
      if (typeof mutant !== 'string') catalogue.set(mutant.name, { mutant, claimedBy: [] });
    }
  }
  for (const { id, mutants } of [...checks, ...scenarios]) {
    for (const mutant of mutants) catalogue.get(typeof mutant === 'string' ? mutant : mutant.name)?.claimedBy.push(id);
  }
  return catalogue;
}

/** A profile in which the check that declares the mutant applies: only there is the mutant sure to be seen. */
export function profileOf(mutant: Mutant, checks: readonly Check[]): ProfileId {
  const { profiles, needs } = checks.find(({ mutants }) => mutants.includes(mutant))?.applies ?? {};
  const seen = (id: ProfileId) => (profiles?.includes(id) ?? true) && hasAll(PROFILES[id], needs);
  const possible = (mutant.profiles?.filter(isProfileId) ?? PROFILE_IDS).filter((id) =>
    hasAll(PROFILES[id], mutant.needs),
  );
  return possible.find(seen) ?? possible[0]!;
}

/** The mutants of these names; an unknown one is refused with the nearest right name. */
export function findMutants(names: readonly string[], catalogue: Map<string, ListedMutant>): Mutant[] {
  return names.map((name) => {
    const found = catalogue.get(name);
    if (found) return found.mutant;
    const hint = didYouMean(name, catalogue.keys()) || '; “openbell list mutants” shows all';
    throw new UsageError(`there is no mutant “${name}”${hint}`);
  });
}
