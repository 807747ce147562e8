import { canShow } from '../../conformance/stack/mutant-catalogue.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Mutant } from '../../conformance/vocabulary/mutant.ts';
import { ALL_PROFILES, type Catalogue, isViolated, type Place, type Subject, type Trial, tryOut } from './prove.ts';

/** What became of a claim in one place. */
export interface Attempt extends Trial {
  place: Place;
  /** Alone, or beside all others that claim the same mutant. */
  company: 'alone' | 'others';
}

/** In the order in which they are tried: the profile that signs people in with fewest requests first. */
const PLACES: readonly Place[] = [...new Set(['dynamic-client', 'minted-token', ...ALL_PROFILES] as const)].flatMap(
  (profile) => GRADED_ERAS.toReversed().map((era) => ({ profile, era })),
);

/** Whether this place has what the subject looks at; what knows both eras is tried in the newer. */
const has = ({ profile, era }: Place, { profiles, eras }: Subject): boolean =>
  profiles.includes(profile) && eras.at(-1) === era;

/** The sin shows: the subject is violated, what it builds on is not, and something was answered otherwise than without it. */
export const isProof = ({ verdict, failedControls, differed }: Trial): boolean =>
  isViolated(verdict) && failedControls.length === 0 && differed > 0;

/**
 * Puts all that claim a mutant before one stack with it, in one place after another until each claim is proved somewhere.
 * What is proved nowhere in company is tried alone: others may have used up what it needs, or met the sin for it. By the
 * id of the subject, every attempt; the last one is the proof where there is one.
 */
export async function tryClaims(
  catalogue: Catalogue,
  subjects: readonly Subject[],
  mutant: Mutant,
): Promise<Map<string, Attempt[]>> {
  const attempts = new Map<string, Attempt[]>(subjects.map(({ id }) => [id, []]));
  const isOpen = ({ id }: Subject) => !attempts.get(id)!.some(isProof);
  const tryThose = async (those: readonly Subject[], place: Place) => {
    const company = those.length > 1 ? 'others' : 'alone';
    const ids = those.map(({ id }) => id);
    for (const [id, trial] of await tryOut(catalogue, ids, place, mutant))
      attempts.get(id)!.push({ ...trial, place, company });
  };
  const places = PLACES.filter(({ profile }) => canShow(mutant, profile));
  for (const place of places) {
    const those = subjects.filter((subject) => has(place, subject) && isOpen(subject));
    if (those.length > 0) await tryThose(those, place);
  }
  for (const place of places) {
    for (const subject of subjects) {
      const wasAlone = attempts.get(subject.id)!.some((one) => one.place === place && one.company === 'alone');
      if (has(place, subject) && isOpen(subject) && !wasAlone) await tryThose([subject], place);
    }
  }
  return attempts;
}

/** Why a claim is not proved, for whoever has to mend it. */
export const told = (attempts: readonly Attempt[]): string =>
  attempts
    .map(({ place, company, verdict, because, failedControls, differed }) => {
      const controls = failedControls.length > 0 ? `, controls failed: ${failedControls.join(', ')}` : '';
      const where = `${place.profile} ${place.era} ${company === 'alone' ? 'alone' : 'with others'}`;
      return `${where}: ${verdict}, answered otherwise ${differed} times${controls}: ${because}`;
    })
    .join('\n') || 'no profile has both what the subject needs and what the mutant needs';
