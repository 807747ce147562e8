import { beforeAll, describe, expect, test } from 'vitest';
import { shareOut } from './share-out.ts';
import { isSatisfied } from './sound.ts';
import {
  ALL_PROFILES,
  type Attempt,
  checks,
  isProof,
  isShown,
  loadScenarios,
  type Mutant,
  rounds,
  type Shown,
  showAll,
  subjects,
  told,
  tryClaims,
  type Variation,
} from './suite.ts';

/** What takes a stack or some, and how long, in trials of one mutant. */
interface Work {
  weight: number;
  mutant?: Mutant;
  prove?(): void;
}

/**
 * This share of the whole proof, `n` of `of`: every check and scenario is satisfied by the sound stack of each profile,
 * violated by each mutant that it claims, and minds none of the variations that it names. Shares are files, so that they
 * run side by side in processes that have warmed up.
 */
export function prove(n: number, of: number): void {
  const catalogue = { checks, scenarios: loadScenarios() };
  const all = subjects(catalogue);
  const mutants = [...new Set(all.flatMap((one) => one.mutants))].filter(isShown);

  const own = shareOut<Work>(
    [
      ...ALL_PROFILES.map((profile) => ({ weight: 100, prove: () => isSatisfied(catalogue, all, profile) })),
      ...rounds.map((round, index) => ({ weight: 60 + 4 * round.length, prove: () => mindsNone(index + 1, round) })),
      ...mutants.map((mutant) => ({ weight: 1, mutant })),
    ],
    of,
  )[n]!;
  for (const work of own) work.prove?.();
  isViolatedBy(new Set(own.flatMap(({ mutant }) => mutant ?? [])));

  /** Each claim is proved once, in the first place where the sin shows. */
  function isViolatedBy(those: ReadonlySet<Mutant>): void {
    const tried = new Map<Mutant, Promise<Map<string, Attempt[]>>>();
    const attemptsOf = (mutant: Mutant) => {
      const claiming = all.filter((one) => one.mutants.includes(mutant));
      const attempts = tried.get(mutant) ?? tryClaims(catalogue, claiming, mutant);
      tried.set(mutant, attempts);
      return attempts;
    };
    const claims = all
      .map(({ id, mutants: claimed }) => ({ id, claimed: claimed.filter((mutant) => those.has(mutant)) }))
      .filter(({ claimed }) => claimed.length > 0);
    describe.concurrent.each(claims)('$id', ({ id, claimed }) => {
      test.concurrent.each(claimed)('is violated by $name', async (mutant) => {
        const attempts = (await attemptsOf(mutant)).get(id)!;
        expect(attempts.some(isProof), told(attempts)).toBe(true);
      });
    });
  }

  /**
   * Each check passes before a stack that does it in each of the legal ways which the check names, and what it exchanged
   * then was changed by them.
   */
  function mindsNone(number: number, round: readonly Variation[]): void {
    describe(`round ${number}`, () => {
      let shown: Map<string, Shown>;
      beforeAll(async () => {
        shown = await showAll(checks, round);
      });
      const pairs = round.flatMap(({ name }) =>
        checks.filter((check) => check.variations?.includes(name)).map(({ id }) => ({ id, name })),
      );
      test.each(pairs)('$id stays green with $name', ({ id, name }) => {
        const { verdict, because, isMet } = shown.get(`${name} ${id}`) ?? {
          verdict: 'error',
          because: 'it was not run',
        };
        expect(verdict, because).toBe('pass');
        expect(isMet, 'an exchange of it that was changed').toBe(true);
      });
    });
  }
}
