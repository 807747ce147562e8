import { expect } from '../../vocabulary/expect.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { check } from './area.ts';

/** More keys in a row than anybody has who pasted the wrong one. */
const MANY = 30;

export default check({
  id: 'partners/slows-guesses-of-keys',
  title: 'Whoever guesses keys has to wait, and is told how long',
  clauses: ['partners/guesses-are-slowed', 'CE-4'],
  judges: 'limits',
  lane: 'exclusive',
  dependsOn: ['partners/refuses-an-unknown-key'],
  async run(world) {
    for (let n = 0; n < MANY; n++) {
      const answer = await world.mcp(`pk_${world.secret('api_key')}`).request('tools/list');
      if (answer.status !== 429) continue;
      const isTold = retryAfter(answer) !== undefined;
      const seen = answer.headers['retry-after'] ?? 'none';
      expect.that(isTold, { expected: 'Retry-After in seconds or as an HTTP date', seen, at: answer });
      return;
    }
    expect.that(false, { expected: `429 within ${MANY} guesses`, seen: `${MANY} guesses were looked at` });
  },
  remedy: 'Count unknown keys by address, and answer 429 with Retry-After before a key is looked up.',
  variations: ['refusals-in-plain-text', 'header-names-in-capitals'],
  mutants: ['lets-anybody-guess-for-ever'],
});
