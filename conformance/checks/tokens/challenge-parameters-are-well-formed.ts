import { wellFormed } from '../../observers/challenges.ts';
import { challengeOf } from '../../vocabulary/challenge.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

/** The parameters that OAuth defines, and whose characters it limits; a realm may hold what it likes. */
const limited = ['scope', 'error', 'error_description', 'error_uri'];

export default check({
  id: 'tokens/challenge-parameters-are-well-formed',
  title: 'A challenge names each parameter once, in the characters that are allowed',
  clauses: ['oauth21/challenge-params-once', 'oauth21/challenge-charset'],
  dependsOn: ['tokens/a-missing-token-is-a-challenge'],
  observes: wellFormed,
  async run(world) {
    const bad = await world.mcp('bad"token\\').request('tools/list');
    for (const answer of [(await world.discovery()).unauthenticated, bad]) {
      const { params = {}, repeated = [] } = challengeOf(answer) ?? {};
      const values = limited.map((name) => params[name] ?? '');
      const plain = values.every((value) => /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(value));
      expect.that(repeated.length === 0 && plain, {
        expected: 'each parameter once, without quotes and backslashes in it',
        seen: answer.headers['www-authenticate'] ?? 'no challenge',
        at: answer,
      });
    }
  },
  remedy: 'Write each challenge parameter once and repeat nothing of what the client sent.',
  variations: ['a-challenge-in-another-form', 'a-challenge-among-others', 'bodies-in-gzip'],
  mutants: [
    {
      name: 'puts-backslashes-into-its-challenge',
      rewrites: rewriteAnswer({ status: 401 }, ({ headers }) => ({
        headers: { 'www-authenticate': `${headers['www-authenticate']}, error_description="no\\\\yes"` },
      })),
    },
    {
      name: 'repeats-the-scope-in-its-challenge',
      rewrites: rewriteAnswer({ status: [400, 401] }, ({ headers }) => ({
        headers: { 'www-authenticate': `${headers['www-authenticate']}, scope="a", scope="b"` },
      })),
    },
  ],
});
