import { describe, expect, test } from 'vitest';
import { checks } from '../../conformance/checks/index.ts';
import type { Run } from '../../conformance/run/model.ts';
import { run } from '../../conformance/runner/run.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import type { Mutant } from '../../conformance/vocabulary/mutant.ts';
import { smallDoor } from '../testing/small-door.ts';

/** What no profile has is proved here: each check is satisfied by the sound door, and violated by its mutants. */
const declared = new Map(
  checks.flatMap((check) =>
    check.mutants.flatMap((mutant) => (typeof mutant === 'string' ? [] : [[mutant.name, mutant] as const])),
  ),
);
const mutantsOf = (claims: readonly (Mutant | string)[]): Mutant[] =>
  claims
    .map((claim) => (typeof claim === 'string' ? declared.get(claim)! : claim))
    .filter(({ elsewhere }) => elsewhere);
const subjects = checks
  .map(({ id, mutants, applies }) => ({ id, mutants: mutantsOf(mutants), eras: applies?.eras ?? GRADED_ERAS }))
  .filter(({ mutants }) => mutants.length > 0);

async function graded(only: readonly string[], mutant?: Mutant): Promise<Run> {
  const door = await smallDoor(mutant?.rewrites?.response);
  try {
    return await run({
      version: 'proof',
      checks,
      scenarios: [],
      targets: GRADED_ERAS.map((era) => ({ url: door.mcpUrl, era })),
      users: [],
      only: [...only],
      startedAt: '2026-11-26T15:00:00.000Z',
    });
  } finally {
    await door.close();
  }
}

const verdictsOn = ({ checks: all }: Run, id: string) =>
  all
    .filter((one) => one.id === id)
    .map(({ verdict, reason, expected, seen }) => ({
      verdict,
      because: `${reason ?? ''} expected ${expected}, seen ${seen}`,
    }));
const isViolated = (verdict: string) => verdict === 'fail' || verdict === 'warn';

describe('the small door', async () => {
  const sound = await graded(subjects.map(({ id }) => id));

  test.each(subjects)('satisfies $id', ({ id }) => {
    const verdicts = verdictsOn(sound, id).filter(({ verdict }) => verdict !== 'not-applicable');
    expect(verdicts.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(0);
  });

  const byMutant = new Map<Mutant, string[]>();
  for (const { id, mutants } of subjects)
    for (const mutant of mutants) byMutant.set(mutant, [...(byMutant.get(mutant) ?? []), id]);
  test.each([...byMutant].map(([mutant, ids]) => [mutant.name, mutant, ids] as const))(
    'violates by %s what claims it',
    async (_, mutant, ids) => {
      const run = await graded(ids, mutant);
      const kept = ids.filter((id) => !verdictsOn(run, id).some(({ verdict }) => isViolated(verdict)));
      expect(kept.map((id) => [id, verdictsOn(run, id)])).toEqual([]);
    },
  );
});
