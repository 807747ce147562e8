import { expect } from '../../vocabulary/expect.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { check } from './area.ts';

/** More guesses in a row than anybody makes who has mistyped. */
const MANY = 30;

export default check({
  id: 'minting/throttles-guesses',
  title: 'Whoever guesses secrets has to wait, and is told how long',
  clauses: ['minting/is-no-oracle', 'CN-1'],
  weakBecause: 'The guide does not speak of guesses.',
  judges: 'limits',
  lane: 'exclusive',
  dependsOn: ['minting/refuses-a-wrong-user-secret'],
  async run(world) {
    const person = await world.person({ disposable: true });
    const guess = (n: number) =>
      world.minting().request(person, world.scopes.read, { headers: { 'user-secret': `openbell-guesses-${n}` } });
    for (let n = 0; n < MANY; n++) {
      const answer = await guess(n);
      if (answer.status !== 429) continue;
      const seen = answer.headers['retry-after'] ?? 'none';
      const isTold = retryAfter(answer) !== undefined;
      expect.that(isTold, { expected: 'Retry-After in seconds or as an HTTP date', seen, at: answer });
      return;
    }
    expect.that(false, { expected: `429 within ${MANY} guesses`, seen: `${MANY} guesses were looked at` });
  },
  remedy: 'Count wrong secrets by user and by address, and answer 429 with Retry-After.',
  mutants: [{ name: 'lets-anybody-guess-for-ever', replaces: { guessesAreFew: () => true } }],
});
