import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

let listed = 0;

export default check({
  id: 'wire/lists-the-same-tools-on-every-connection',
  title: 'Which tools there are does not depend on the connection, nor on what was asked before',
  clauses: ['mcp-2026-07-28/tools/list-not-per-connection', 'mcp-2026-07-28/base/stateless-no-prior-requests'],
  applies: { eras: ['2026-07-28'] },
  async run(world) {
    const connection = await world.borrow();
    const names = async () => (await world.mcp(connection).listTools()).map((tool) => tool.name).sort();
    const first = await names();
    const { name, args } = world.tool('accounts');
    await world.mcp(connection).call(name, args(''));
    expect.equal(await names(), first, 'the tools after a call');
    expect.equal(await names(), first, 'the tools for another client');
  },
  remedy: 'Work tools/list out from the token and the user alone.',
  mutants: [
    {
      name: 'shows-fewer-tools-each-time',
      rewrites: rewriteResult(
        (result) => result.tools && { ...result, tools: listed++ % 2 ? result.tools.slice(1) : result.tools },
      ),
    },
  ],
});
