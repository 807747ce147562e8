import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

/** The comparison of scopes by somebody who takes the two for strangers. */
const asStrangers = (needed: string, held: readonly string[]): boolean =>
  needed !== 'mcp:read' || !held.includes('mcp:trade');

export default check({
  id: 'scope-denial/takes-the-larger-scope-for-the-smaller',
  title: 'A token of the larger scope does all that the smaller one does',
  clauses: ['CT-5', 'mcp-2026-07-28/authz/server-scope-hierarchy'],
  applies: { needs: ['trade-includes-read'] },
  async run(world) {
    const connection = await world.borrow('trade');
    const mcp = world.mcp(connection);
    const { name, args } = world.tool('positions');
    const names = (await mcp.listTools()).map((tool) => tool.name);
    expect.includes(names, name, 'the tools of a token that trades');
    expect.status(await mcp.call(name, args(await world.accountOf(connection))), 200);
  },
  remedy: 'Let the scope for trading include the scope for reading wherever you compare scopes.',
  variations: ['small-pages', 'answers-in-an-event-stream', 'more-in-results'],
  mutants: [
    { name: 'makes-traders-blind', replaces: { scopeCoversTool: asStrangers } },
    { name: 'hides-reads-from-traders', replaces: { toolIsListedForScope: asStrangers } },
  ],
});
