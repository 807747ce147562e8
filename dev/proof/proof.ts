import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../../conformance/checks/index.ts';
import type { ProfileId } from '../../conformance/profiles/index.ts';
import type { Run } from '../../conformance/run/model.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { canShow } from '../../conformance/stack/mutant-catalogue.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Mutant } from '../../conformance/vocabulary/mutant.ts';
import { gradeStack, isFine, isViolated, type Subject, subjects, type Trial, tryOut, verdictsOf } from './prove.ts';

/**
 * The proof, for one profile: every check and scenario is satisfied by the sound stack, and exactly violated by each
 * mutant that it claims, with its controls satisfied and the replaced behaviour having answered otherwise than the
 * original would have. Two profiles are two test files, so that they run side by side. What is shown in another profile
 * is not shown again.
 */
export function prove(profile: ProfileId, shownIn: readonly ProfileId[] = []): void {
  const catalogue = { checks, scenarios: loadScenarios() };
  const ours = subjects(catalogue).filter((subject) => subject.profiles.includes(profile));
  const all = ours.filter(({ profiles }) => !shownIn.some((id) => profiles.includes(id)));
  let sound: Run;
  beforeAll(async () => {
    sound = await gradeStack(catalogue, profile, GRADED_ERAS);
  });

  const others = ours.filter((subject) => !all.includes(subject));
  if (others.length > 0)
    test('all that is shown elsewhere is satisfied by the sound stack, or does not apply to it', () => {
      const bad = others.filter(({ id }) => verdictsOf(sound, id).some(({ verdict }) => !isFine(verdict)));
      expect(bad.map(({ id }) => id)).toEqual([]);
    });

  describe.each(all)('$id', (subject) => {
    test('is satisfied by the sound stack, or does not apply to it', () => {
      expect(verdictsOf(sound, subject.id).filter(({ verdict }) => !isFine(verdict))).toEqual([]);
    });

    const claimed = subject.mutants.filter((mutant) => canShow(mutant, profile));
    if (claimed.length > 0) test.each(claimed)('is violated by $name', (mutant) => violates(subject, mutant));
  });

  const companies = new Map<string, Promise<Map<string, Trial>>>();
  /** All that claim a mutant are put before one stack with it. */
  function inCompany({ eras }: Subject, mutant: Mutant): Promise<Map<string, Trial>> {
    const era = eras.at(-1)!;
    const key = `${mutant.name} ${era}`;
    const known = companies.get(key);
    if (known) return known;
    const those = all.filter((one) => one.eras.at(-1) === era && one.mutants.includes(mutant)).map(({ id }) => id);
    const trials = tryOut(catalogue, those, { profile, era }, mutant);
    companies.set(key, trials);
    return trials;
  }

  async function violates(subject: Subject, mutant: Mutant): Promise<void> {
    const together = await inCompany(subject, mutant);
    let trial = together.get(subject.id)!;
    // What is not proved beyond doubt in company is tried alone: others may have used up what it needs, or met the sin for it.
    if (together.size > 1 && !isProved(trial)) {
      trial = (await tryOut(catalogue, [subject.id], { profile, era: subject.eras.at(-1)! }, mutant)).get(subject.id)!;
    }
    // Where the sin cannot show in this profile, nothing was answered otherwise; the matrix says where it does show.
    if (trial.verdict === 'not-applicable' || (trial.verdict === 'pass' && trial.differed === 0)) return;
    expect(isViolated(trial.verdict), `${trial.verdict}: ${trial.because}`).toBe(true);
    expect(trial.failedControls).toEqual([]);
    expect(trial.differed, 'answers other than the original would have given').toBeGreaterThan(0);
  }
}

const isProved = ({ verdict, failedControls, differed }: Trial): boolean =>
  isViolated(verdict) && failedControls.length === 0 && differed > 0;
