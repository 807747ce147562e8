import { challengeOf } from '../../vocabulary/challenge.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/a-missing-token-is-a-challenge',
  title: 'A request without a token gets 401 and a Bearer challenge with a parameter, by POST, GET and DELETE',
  clauses: [
    'mcp/authz/server-401-challenge-format',
    'mcp/authz/server-status-401',
    'oauth21/www-authenticate-on-401',
    'oauth21/www-authenticate-bearer-scheme',
    'oauth21/www-authenticate-has-param',
    'rfc6750/www-authenticate-401-status',
    'rfc9110/401-has-challenge',
    'CT-3',
  ],
  async run(world) {
    const probe = world.mcp().draft(...first(world.era));
    for (const method of ['POST', 'GET', 'DELETE']) {
      const body = method === 'POST' ? { body: JSON.stringify(probe.body) } : {};
      const answer = await world.http.send({ method, url: world.mcpUrl, headers: probe.headers, ...body });
      // Who serves no GET and no DELETE at all may say that first.
      if (method !== 'POST' && answer.status === 405) continue;
      expect.bearerRefusal(answer, 401);
      const { params = {} } = challengeOf(answer) ?? {};
      const named = Object.keys(params).length > 0;
      expect.that(named, {
        expected: 'a parameter after Bearer',
        seen: answer.headers['www-authenticate'] ?? 'nothing',
        at: answer,
      });
    }
  },
  remedy: 'Answer 401 with WWW-Authenticate: Bearer resource_metadata="…" before looking at anything else.',
  mutants: [
    'serves-everybody',
    {
      name: 'answers-401-without-a-challenge',
      rewrites: {
        at: 'gateway',
        response: (r) => {
          const { 'www-authenticate': _, ...headers } = r.headers;
          return r.status === 401 ? { ...r, headers } : r;
        },
      },
    },
  ],
});
