import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/ignores-a-token-in-the-query',
  title: 'A token in the query string is as good as none',
  clauses: ['oauth21/bearer-query-ignored', 'mcp/authz/server-ignores-query-token'],
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
