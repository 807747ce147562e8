import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/says-which-scope-was-granted',
  title: 'The token answer says which scope was granted where it is another than was asked for',
  clauses: ['oauth21/token-scope-when-different'],
  blame: 'authorization-server',
  async run(world) {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    const scopes =
      world.scopes.read ?? resourceMetadata?.doc.scopes_supported ?? authorizationServer?.doc.scopes_supported;
    if (!scopes) throw new Untestable('needs a gateway with scopes: its metadata names none');
    const connection = await world.connect({ params: { scope: undefined } });
    const { scope } = connection.tokenAnswer.json();
    expect.that(typeof scope === 'string' && scope.length > 0, {
      expected: 'the granted scope in the answer to a client that named none',
      seen: String(scope),
      at: connection.tokenAnswer,
    });
  },
  remedy: 'Always put the granted scope into the token answer.',
  mutants: [
    {
      name: 'does-not-say-what-was-granted',
      rewrites: rewriteJson('/oauth/token', ({ scope, ...rest }) => (scope ? { body: rest } : undefined)),
    },
  ],
});
