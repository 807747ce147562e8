import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/ignores-a-token-in-the-query',
  title: 'A token in the query string is as good as none',
  clauses: [
    'mcp-2025-11-25/authz/server-ignores-query-token',
    'mcp-2026-07-28/authz/server-ignores-query-token',
    'oauth21/bearer-query-ignored',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp().draft(...first(world.era));
    const url = `${world.mcpUrl}?access_token=${accessToken}`;
    const answer = await world.http.send({ url, headers: probe.headers, body: JSON.stringify(probe.body) });
    expect.bearerRefusal(answer, 401);
  },
  remedy: 'Read the token from the Authorization header alone: URLs end up in logs, histories and Referer headers.',
  mutants: [
    {
      name: 'takes-a-token-from-the-query',
      replaces: { tokenIsTakenFromTheHeader: (header, query) => header ?? query },
    },
  ],
});
