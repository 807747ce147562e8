import { challengeOf } from '../../vocabulary/challenge.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/refuses-two-tokens',
  title: 'A request that sends a token in two ways is malformed',
  clauses: ['oauth21/invalid-request-400', 'oauth21/bearer-two-methods', 'mcp/authz/server-status-400'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp(accessToken).draft(...first(world.era));
    const url = `${world.mcpUrl}?access_token=${accessToken}`;
    const answer = await world.http.send({ url, headers: probe.headers, body: JSON.stringify(probe.body) });
    const refused = answer.status === 400 || answer.status === 401;
    const code = challengeOf(answer)?.params.error === 'invalid_request';
    expect.that(refused && code, {
      expected: '400 with WWW-Authenticate: Bearer error="invalid_request"',
      seen: describe(answer),
      at: answer,
    });
  },
  remedy:
    'Answer 400 invalid_request when a request carries more than one token: two parts of a system may believe different ones.',
  mutants: [{ name: 'takes-one-of-two-tokens', replaces: { tokenIsSentOnce: () => true } }],
});
