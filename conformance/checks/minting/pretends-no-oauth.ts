import { challengeOf } from '../../vocabulary/challenge.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { resourceMetadataUrls } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'minting/pretends-no-oauth',
  title: 'There is no OAuth to discover, and the 401 says how to mint a token instead',
  clauses: ['minting/pretends-no-oauth', 'CN-5'],
  weakBecause: 'The guide does not say what a client without a token is told.',
  needsNobody: true,
  variations: ['header-names-in-capitals'],
  async run(world) {
    const { unauthenticated: refused } = await world.discovery();
    expect.status(refused, 401);
    const challenge = challengeOf(refused);
    expect.that(challenge && challenge.params.resource_metadata === undefined, {
      expected: 'a challenge that leads to no metadata',
      seen: refused.headers['www-authenticate'] ?? 'none',
      at: refused,
    });
    const said = `${refused.words()} ${refused.headers['www-authenticate']}`;
    expect.that(/\bmint/i.test(said), { expected: 'how to mint a token', seen: describe(refused), at: refused });
    const { origin } = world;
    for (const url of [
      ...resourceMetadataUrls(world.mcpUrl),
      `${origin}/.well-known/oauth-authorization-server`,
      `${origin}/.well-known/openid-configuration`,
    ]) {
      const answer = await world.http.get(url, { accept: 'application/json' });
      expect.that(answer.status === 404, { expected: `404 at ${url}`, seen: describe(answer), at: answer });
    }
  },
  remedy:
    'Announce no authorization server that is not there: clients send their users to it. Name the minting endpoint.',
  mutants: [
    {
      name: 'pretends-an-authorization-server',
      rewrites: rewriteAnswer(
        { path: /^\/\.well-known\/oauth-/, status: 404 },
        { status: 200, body: { issuer: 'https://nobody.example' } },
      ),
    },
    {
      name: 'does-not-say-how-to-mint',
      rewrites: rewriteAnswer(
        { path: '/mcp', status: 401 },
        { headers: { 'www-authenticate': 'Bearer' }, body: { error: 'unauthorized' } },
      ),
    },
  ],
});
