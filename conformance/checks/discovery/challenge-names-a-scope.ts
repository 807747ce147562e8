import { challengeOf } from '../../vocabulary/challenge.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { askAsStranger } from '../../wire/mcp.ts';
import { check } from './area.ts';

const inOrder = (scope = '') => scope.split(' ').filter(Boolean).sort().join(' ');

/** A sin: each challenge names a scope that none has named before. */
function namesAnotherEachTime(): Mutant {
  let named = 0;
  return {
    name: 'names-another-scope-each-time',
    rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, ({ headers }) => ({
      headers: { 'www-authenticate': headers['www-authenticate']?.replace(/scope="[^"]*"/, `scope="s${++named}"`) },
    })),
  };
}

export default check({
  id: 'discovery/challenge-names-a-scope',
  title: 'The challenge says which scope to ask for, and says the same each time',
  clauses: [
    'mcp/authz/server-challenge-scope',
    'mcp/authz/server-scope-set-consistency',
    'mcp/authz/server-scope-strategy-consistent',
  ],
  async run(world) {
    const { challenge, unauthenticated } = await world.discovery();
    const seen = unauthenticated.headers['www-authenticate'] ?? 'no challenge';
    const scope = challenge?.params.scope;
    expect.that(scope, { expected: 'scope in the challenge', seen, at: unauthenticated });
    const again = await askAsStranger(world.mcp());
    expect.equal(inOrder(challengeOf(again)?.params.scope), inOrder(scope), 'scope in the second challenge', again);
  },
  remedy: 'Put the scopes that a new client should ask for into scope="…" of the 401 challenge.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'header-names-in-capitals',
  ],
  mutants: ['keeps-the-needed-scope-to-itself', namesAnotherEachTime()],
});
