import { jwtOf } from '../../stage/altered-token.ts';
import { connectAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteFields, withClaims } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/brokerage-tokens-are-for-one-api',
  title: 'The brokerage gives tokens for the MCP URL another audience than those for its trading API',
  clauses: ['rfc9068/as-distinct-aud', 'AR-11'],
  applies: { needs: ['direct-mode'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const audiences = [];
    for (const use of ['direct', 'gateway'] as const) {
      const { accessToken } = await connectAtBrokerage(world, person, use);
      audiences.push([jwtOf(accessToken).claims.aud].flat().join(' '));
    }
    const [forMcp, forTheApi] = audiences;
    expect.that(forMcp && forTheApi && forMcp !== forTheApi, {
      expected: 'two audiences, one for the MCP URL and one for the trading API',
      seen: `${forMcp} and ${forTheApi}`,
    });
  },
  remedy: 'Choose the audience by the resource that a token is for.',
  variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
  mutants: [
    {
      name: 'brokerage-has-one-audience-for-all',
      rewrites: rewriteFields({ at: 'broker', path: '/oauth2/token', status: 200 }, ({ access_token }) => ({
        access_token: withClaims(access_token, { aud: 'https://brokerage.example' }),
      })),
    },
  ],
});
