import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { challengeOf } from '../../world/challenge.ts';
import { rewriteJson } from '../rewrites.ts';

export default check({
  id: 'discovery/challenges-who-has-no-token',
  title: 'The first request without a token is 401 with a Bearer challenge',
  clauses: [
    'mcp-2025-11-25/authz/server-status-401',
    'mcp-2026-07-28/authz/server-status-401',
    'mcp-2025-11-25/transport/authentication',
    'mcp-2026-07-28/transport/authentication',
    'oauth21/www-authenticate-on-401',
    'oauth21/www-authenticate-bearer-scheme',
    'oauth21/www-authenticate-has-param',
    'rfc9110/401-has-challenge',
    'CT-3',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  async run(world) {
    const mcp = world.mcp();
    for (const method of ['initialize', 'tools/list', 'tools/call']) {
      const { url, headers, body } = mcp.draft(method);
      const answer = await world.http.send({ url, headers, json: body });
      expect.bearerRefusal(answer, 401);
      const named = Object.keys(challengeOf(answer)?.params ?? {}).length > 0;
      const seen = answer.headers['www-authenticate'] ?? 'no challenge';
      expect.that(named, { expected: 'a parameter after Bearer', seen, at: answer });
    }
  },
  remedy: 'Answer 401 with WWW-Authenticate: Bearer resource_metadata="…" before anything else is looked at.',
  mutants: [
    { name: 'lets-everybody-in', replaces: { tokenIsRequired: () => true } },
    {
      name: 'shows-strangers-the-door-without-a-word',
      rewrites: rewriteJson('/mcp', (_body, { status, headers: { 'www-authenticate': _, ...headers } }) =>
        status === 401 ? { headers } : undefined,
      ),
    },
  ],
});
