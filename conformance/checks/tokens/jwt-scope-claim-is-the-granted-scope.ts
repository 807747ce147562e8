import { profiledJwt } from '../../stage/altered-token.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { withClaims } from './with-claims.ts';

export default check({
  id: 'tokens/jwt-scope-claim-is-the-granted-scope',
  title: 'The scope claim of a token is the scope of the token answer',
  clauses: ['rfc9068/jwt-scope-claim'],
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer, accessToken } = await world.connect();
    const { claims } = profiledJwt(accessToken);
    const granted: unknown = answer.json().scope ?? world.scopes.read;
    if (typeof granted !== 'string') throw new Untestable('needs to know which scope was granted');
    const sorted = (scope: unknown) =>
      String(scope ?? '')
        .split(' ')
        .sort();
    expect.equal(sorted(claims.scope), sorted(granted), 'the scope claim', answer);
  },
  remedy: 'Put the granted scope into the token, as a space-delimited string.',
  mutants: [
    {
      name: 'leaves-the-scope-out-of-its-tokens',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200 ? { ...r, body: withClaims(r.body, { scope: undefined }) } : r,
      },
    },
  ],
});
