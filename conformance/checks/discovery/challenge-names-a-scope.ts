import { check } from '../../check.ts';
import { expect } from '../../expect.ts';

export default check({
  id: 'discovery/challenge-names-a-scope',
  title: 'The challenge says which scope to ask for, and says the same each time',
  clauses: [
    'mcp-2025-11-25/authz/server-challenge-scope',
    'mcp-2026-07-28/authz/server-challenge-scope',
    'mcp-2025-11-25/authz/server-scope-set-consistency',
    'mcp-2026-07-28/authz/server-scope-set-consistency',
    'mcp-2025-11-25/authz/server-scope-strategy-consistent',
    'mcp-2026-07-28/authz/server-scope-strategy-consistent',
  ],
  level: 'SHOULD',
  applies: { needs: ['oauth'] },
  async run(world) {
    const { challenge, unauthenticated } = await world.discovery();
    const seen = unauthenticated.headers['www-authenticate'] ?? 'no challenge';
    const scope = challenge?.params.scope;
    expect.that(scope, { expected: 'scope in the challenge', seen, at: unauthenticated });
    const mcp = world.mcp();
    const again = (await mcp.open()) ?? (await mcp.request('tools/list'));
    expect.equal(
      again.headers['www-authenticate'],
      unauthenticated.headers['www-authenticate'],
      'the second challenge',
      again,
    );
  },
  remedy: 'Put the scopes that a new client should ask for into scope="…" of the 401 challenge.',
  mutants: ['keeps-the-needed-scope-to-itself'],
});
