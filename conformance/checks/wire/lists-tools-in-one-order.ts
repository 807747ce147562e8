import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

let asked = 0;

export default check({
  id: 'wire/lists-tools-in-one-order',
  title: 'tools/list gives the same tools in the same order each time, and on another connection too',
  clauses: ['mcp-2026-07-28/tools/list-deterministic-order'],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.borrow();
    const mcp = world.mcp(connection);
    const first = (await mcp.listTools()).map((tool) => tool.name);
    expect.equal(
      (await mcp.listTools()).map((tool) => tool.name),
      first,
      'the second list',
    );
    expect.equal(
      (await world.mcp(connection).listTools()).map((tool) => tool.name),
      first,
      'the list for another client',
    );
  },
  remedy: 'List tools in a fixed order: models cache their prompts by the exact text.',
  mutants: [
    {
      name: 'shuffles-its-tools',
      rewrites: rewriteResult(
        (result) => result.tools && (asked++ % 2 ? { ...result, tools: result.tools.toReversed() } : undefined),
      ),
    },
  ],
});
