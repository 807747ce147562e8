import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/a-token-says-no-more-than-its-grant',
  title: 'A token that claims more scope than the user granted does not get more',
  clauses: ['oauth21/token-matches-grant', 'oauth21/bearer-scope-enforced', 'mcp/authz/server-status-403'],
  applies: { needs: ['oauth', 'jwt-tokens', 'trading'] },
  // Whoever trusts their own signature may read all of this from the token.
  dependsOn: ['tokens/accepts-its-own-tokens'],
  orders: 1,
  async run(world) {
    world.hooks.assertHas('tokens');
    const person = await world.person();
    const connection = await world.connect({ person, scope: 'read' });
    const claims = { scope: world.scopes.trade };
    const token = await world.hooks.mintToken({ user: person.id ?? person.email, claims });
    const { name, args } = world.tool('place');
    const answer = await world.mcp(token).call(name, args(await world.accountOf(connection)));
    expect.status(answer, 403);
  },
  remedy: 'Take the scope of a call from what is in both, the token and the grant behind it.',
  variations: [
    'one-grant-a-client',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'a-cookie-of-the-load-balancer',
  ],
  mutants: [
    { name: 'believes-the-scope-of-a-token', replaces: { tokenScopesAreTheGrants: (tokenScopes) => [...tokenScopes] } },
  ],
});
