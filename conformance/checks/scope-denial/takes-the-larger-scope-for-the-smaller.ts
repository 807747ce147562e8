import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/takes-the-larger-scope-for-the-smaller',
  title: 'A token of the larger scope does all that the smaller one does',
  clauses: ['mcp-2026-07-28/authz/server-scope-hierarchy', 'CT-5'],
  applies: { profiles: ['dynamic-client'] },
  async run(world) {
    const connection = await world.borrow('trade');
    const mcp = world.mcp(connection);
    const { name, args } = world.tool('positions');
    const names = (await mcp.listTools()).map((tool) => tool.name);
    expect.includes(names, name, 'the tools of a token that trades');
    const answer = await mcp.call(name, args(world.accountOf(connection.person)));
    expect.status(answer, 200);
  },
  remedy: 'Let the scope for trading include the scope for reading wherever you compare scopes.',
  mutants: [
    {
      name: 'makes-traders-blind',
      replaces: { scopeCoversTool: (needed, held) => needed !== 'mcp:read' || !held.includes('mcp:trade') },
    },
    {
      name: 'hides-reads-from-traders',
      replaces: {
        toolIsListedForScope: (needed, held) => needed !== 'mcp:read' || !held.includes('mcp:trade'),
      },
    },
  ],
});
