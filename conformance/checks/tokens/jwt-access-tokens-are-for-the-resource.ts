import { jwtOf } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { withClaims } from './with-claims.ts';

export default check({
  id: 'tokens/jwt-access-tokens-are-for-the-resource',
  title: 'The audience of a token is the resource that was asked for, and nothing else',
  clauses: [
    'rfc8707/resource-audience-restricted',
    'rfc9068/jwt-aud-resource',
    'rfc9700/audience-restriction',
    'oauth21/audience-restricted-tokens',
    'rfc8707/resource-exact-aud',
    'rfc8707/resource-aud-not-empty',
  ],
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer, accessToken } = await world.connect();
    const { claims } = jwtOf(accessToken);
    expect.equal([claims.aud].flat(), [world.mcpUrl], 'aud', answer);
  },
  remedy: 'Put the resource of the request into `aud`, character for character, and nothing beside it.',
  mutants: [
    {
      name: 'issues-tokens-for-more-than-one-server',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: withClaims(r.body, { aud: ['https://another-server.example/mcp', 'x'] }) }
            : r,
      },
    },
  ],
});
