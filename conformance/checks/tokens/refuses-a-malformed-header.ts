import { challengeOf } from '../../vocabulary/challenge.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/refuses-a-malformed-header',
  title: 'An Authorization header that is not “Bearer” and one token is refused, and breaks nothing',
  clauses: ['oauth21/invalid-request-400', 'mcp/authz/server-status-400'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp(accessToken).draft(...first(world.era));
    for (const authorization of ['Bearer', `Bearer ${accessToken} ${accessToken}`, `Bearer ${accessToken}, Bearer x`]) {
      const headers = { ...probe.headers, authorization };
      const answer = await world.http.send({ url: world.mcpUrl, headers, body: JSON.stringify(probe.body) });
      expect.status(answer, 400, 401);
      const challenge = challengeOf(answer);
      const named = challenge && (answer.status === 401 || challenge.params.error === 'invalid_request');
      expect.that(named, {
        expected: 'a challenge with error="invalid_request"',
        seen: answer.headers['www-authenticate'] ?? 'none',
        at: answer,
      });
    }
  },
  remedy: 'Answer 400 invalid_request to credentials that are not exactly one token.',
  mutants: [{ name: 'takes-the-first-token-of-a-list', replaces: { credentialsAreOneToken: (token) => token !== '' } }],
});
