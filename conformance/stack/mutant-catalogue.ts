import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { PROFILE_IDS, PROFILES, type ProfileId } from '../profiles/index.ts';
import { standingOf } from '../runner/standing.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Applies, Check } from '../vocabulary/check.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import type { Mutant } from '../vocabulary/mutant.ts';
import { hasAll } from '../vocabulary/profile.ts';
import { verdict } from '../vocabulary/verdict.ts';

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

/** Whether what applies to such gateways applies in this profile. */
const appliesIn = ({ needs }: Applies, id: ProfileId): boolean => hasAll(PROFILES[id], needs);

/** Whether a mutant can show in this profile at all. */
export const canShow = ({ needs, elsewhere }: Mutant, id: ProfileId): boolean =>
  !elsewhere && hasAll(PROFILES[id], needs);

/** Whether any profile of the reference can show a mutant; others are shown by a gateway in the tests. */
export const isShown = (mutant: Mutant): boolean => PROFILE_IDS.some((id) => canShow(mutant, id));

/** The profiles in which anything that claims the mutant applies; in all others nobody would see it. */
export function seenIn(
  { mutant, claimedBy }: ListedMutant,
  checks: readonly Check[],
  scenarios: readonly Scenario[],
): ProfileId[] {
  const claims: Applies[] = [
    ...checks.filter(({ id }) => claimedBy.includes(id)).map(({ applies }) => applies ?? {}),
    ...scenarios.filter(({ id }) => claimedBy.includes(id)),
  ];
  return PROFILE_IDS.filter((id) => canShow(mutant, id) && claims.some((claim) => appliesIn(claim, id)));
}

/** What whoever claims a mutant comes to under it: a warning where all of them rest on a SHOULD, or on weaker ground. */
export function mustShow({ claimedBy }: ListedMutant, checks: readonly Check[]): 'fail' | 'warn' {
  const claims = new Map(checks.map((check) => [check.id, check]));
  const warns = (id: string): boolean => {
    const check = claims.get(id);
    // What knows an era has a level in each; a journey is held to its promise.
    if (!check) return false;
    return GRADED_ERAS.every((era) => {
      const { level, basis } = standingOf(check, era);
      return verdict('violated', level, basis) === 'warn';
    });
  };
  return claimedBy.every(warns) ? 'warn' : 'fail';
}

/** A profile in which the check that declares the mutant applies: only there is the mutant sure to be seen. */
export function profileOf(mutant: Mutant, checks: readonly Check[]): ProfileId {
  const applies = checks.find(({ mutants }) => mutants.includes(mutant))?.applies ?? {};
  const possible = PROFILE_IDS.filter((id) => canShow(mutant, id));
  return possible.find((id) => appliesIn(applies, id)) ?? possible[0]!;
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
