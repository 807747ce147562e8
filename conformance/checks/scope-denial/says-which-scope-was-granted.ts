import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { authorize, redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/says-which-scope-was-granted',
  title: 'The token answer says which scope was granted where it is another than was asked for',
  clauses: ['oauth21/token-scope-when-different', 'rfc8707/resource-scope-reported'],
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  async run(world) {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    const scopes =
      world.scopes.read ?? resourceMetadata?.doc.scopes_supported ?? authorizationServer?.doc.scopes_supported;
    if (!scopes) throw new Untestable('needs a gateway with scopes: its metadata names none', 'scopes');
    const person = await world.person();
    const client = await world.client({ person });
    // A server need have no scope by default (RFC 6749 §3.3): then it may leave out what there is not.
    for (const [asked, words] of [
      [undefined, 'named none'],
      [`${world.scopes.read} openbell:nothing`, 'named one that there is not'],
    ] as const) {
      const authorized = await authorize(world, { client, person, params: { scope: asked } });
      if (!authorized.code) continue;
      const answer = await redeem(world, client, authorized);
      const { scope } = answer.json();
      expect.that(typeof scope === 'string' && scope.length > 0, {
        expected: `the granted scope in the answer to a client that ${words}`,
        seen: String(scope),
        at: answer,
      });
      return;
    }
    throw new Untestable('needs a grant of another scope than was asked for: there is no code then');
  },
  remedy: 'Always put the granted scope into the token answer.',
  variations: [
    'token-answers-without-an-expiry',
    'one-grant-a-client',
    'scopes-in-another-order',
    'pages-in-capitals',
    'json-with-spaces-and-in-another-order',
  ],
  mutants: [
    {
      name: 'does-not-say-what-was-granted',
      rewrites: rewriteJson('/oauth/token', ({ scope, ...rest }) => (scope ? { body: rest } : undefined)),
    },
  ],
});
