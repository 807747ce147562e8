import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../../conformance/checks/index.ts';
import type { ProfileId } from '../../conformance/profiles/index.ts';
import type { Run } from '../../conformance/run/model.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { canShow } from '../../conformance/stack/mutant-catalogue.ts';
import { type Era, GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import { gradeStack, isFine, isViolated, type Subject, subjects, tryOut, verdictOf } from './prove.ts';

/**
 * The proof, for one profile: every check and scenario is satisfied by the sound stack, and exactly violated by each
 * mutant that it claims, with its controls satisfied and the replaced behaviour having answered otherwise than the
 * original would have. Two profiles are two test files, so that they run side by side.
 */
export function prove(profile: ProfileId): void {
  const catalogue = { checks, scenarios: loadScenarios() };
  const all = subjects(catalogue).filter((subject) => subject.profiles.includes(profile));
  const sound = new Map<Era, Run>();
  beforeAll(async () => {
    for (const era of GRADED_ERAS) sound.set(era, (await gradeStack(catalogue, { profile, era })).run);
  });

  describe.each(all)('$id', (subject) => {
    test('is satisfied by the sound stack, or does not apply to it', () => {
      const verdicts = subject.eras.map((era) => verdictOf(sound.get(era)!, subject.id));
      expect(verdicts.filter(({ verdict }) => !isFine(verdict))).toEqual([]);
    });

    const claimed = subject.mutants.filter((mutant) => canShow(mutant, profile));
    if (claimed.length > 0) test.each(claimed)('is violated by $name', (mutant) => violates(subject, mutant));
  });

  async function violates(subject: Subject, mutant: Subject['mutants'][number]): Promise<void> {
    const trial = await tryOut(catalogue, subject.id, { profile, era: subject.eras.at(-1)! }, mutant);
    // Where the sin cannot show in this profile, nothing was answered otherwise; the matrix says where it does show.
    if (trial.verdict === 'not-applicable' || (trial.verdict === 'pass' && trial.mutant.differed === 0)) return;
    expect(isViolated(trial.verdict), `${trial.verdict}: ${trial.because}`).toBe(true);
    expect(trial.failedControls).toEqual([]);
    expect(trial.mutant.differed, 'answers other than the original would have given').toBeGreaterThan(0);
  }
}
