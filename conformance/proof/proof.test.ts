import { describe, expect, test } from 'vitest';
import type { ProfileId } from '../../reference-server/types.ts';
import type { Mutant } from '../check.ts';
import { checks } from '../checks/index.ts';
import { mutantCatalogue } from '../commands/mutant-catalogue.ts';
import type { Era } from '../era.ts';
import { PROFILES } from '../profiles.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { erasOf, type Subject, tryOut, violated } from './prove.ts';

const scenarios = loadScenarios();
const mutants = mutantCatalogue(checks, scenarios);
const every = Object.keys(PROFILES) as ProfileId[];

interface Row {
  id: string;
  subject: Subject;
  mutants: Mutant[];
  profiles: readonly ProfileId[];
  eras: readonly Era[];
}

const resolve = (claims: readonly (Mutant | string)[]): Mutant[] =>
  claims.map((claim) => {
    const mutant = mutants.get(typeof claim === 'string' ? claim : claim.name)?.mutant;
    if (!mutant) throw new Error(`no check declares the mutant ${String(claim)}`);
    return mutant;
  });

const rows: Row[] = [
  ...checks.map((check) => ({
    id: check.id,
    subject: { id: check.id, checks, scenarios: [] },
    mutants: resolve(check.mutants),
    profiles: check.applies?.profiles ?? every,
    eras: erasOf(check.applies?.eras),
  })),
  ...scenarios.map((scenario) => ({
    id: scenario.id,
    subject: { id: scenario.id, checks: [], scenarios },
    mutants: resolve(scenario.mutants),
    profiles: scenario.profiles ?? every,
    eras: erasOf(scenario.eras),
  })),
];

describe.each(rows)('$id', ({ subject, mutants: claimed, profiles, eras }) => {
  test('is satisfied by the sound stack, somewhere, and nowhere anything else than not applicable', async () => {
    const verdicts: string[] = [];
    for (const profile of profiles) {
      for (const era of eras) {
        const trial = await tryOut(subject, profile, era);
        expect(trial.verdict, `${profile} ${era}: ${trial.because}`).toMatch(/^(pass|not-applicable)$/);
        verdicts.push(trial.verdict);
      }
    }
    expect(verdicts).toContain('pass');
  });

  test.each(claimed)('is violated by the mutant $name', async (mutant) => {
    const era = eras.at(-1)!;
    let killed = 0;
    for (const profile of profiles.filter((one) => mutant.profiles?.includes(one) ?? true)) {
      const trial = await tryOut(subject, profile, era, mutant);
      if (trial.verdict === 'not-applicable' || (trial.verdict === 'pass' && trial.mutant?.differed === 0)) continue;
      expect(violated(trial.verdict), `${profile} ${era}: ${trial.verdict}, ${trial.because}`).toBe(true);
      expect(trial.controls.filter((control) => !/^(pass|not-applicable)$/.test(control.verdict))).toEqual([]);
      expect(trial.mutant).toMatchObject({ reached: expect.any(Number), differed: expect.any(Number) });
      expect(
        trial.mutant!.differed,
        'the replaced behaviour answered otherwise than the original would have',
      ).toBeGreaterThan(0);
      killed++;
    }
    expect(killed, 'no profile shows the sin of this mutant').toBeGreaterThan(0);
  });
});
