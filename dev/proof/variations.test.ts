import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../../conformance/checks/index.ts';
import { rounds } from '../../conformance/variations/index.ts';
import { type Shown, showAll } from './variations.ts';

/**
 * The other half of the proof: each check passes before a stack that does it in each of the legal ways which the check
 * names, and what it exchanged then was changed by them.
 */
describe.each(rounds.map((round, n) => [n + 1, round] as const))('round %i', (_, round) => {
  let shown: Map<string, Shown>;
  beforeAll(async () => {
    shown = await showAll(checks, round);
  });
  const pairs = round.flatMap(({ name }) =>
    checks.filter((check) => check.variations?.includes(name)).map(({ id }) => ({ id, name })),
  );
  test.each(pairs)('$id stays green with $name', ({ id, name }) => {
    const { verdict, because, isMet } = shown.get(`${name} ${id}`) ?? { verdict: 'error', because: 'it was not run' };
    expect(verdict, because).toBe('pass');
    expect(isMet, 'an exchange of it that was changed').toBe(true);
  });
});
