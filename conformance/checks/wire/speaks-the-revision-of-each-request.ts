import { since } from '../../vocabulary/era.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { createMcp } from '../../wire/mcp.ts';
import { check } from './area.ts';

/** What has seen a client of the stateful era takes everybody for one. */
function remembersTheLastEra() {
  let isStateful = false;
  return rewriteResult(({ resultType, ...result }) => {
    if (result.serverInfo) isStateful = true;
    return isStateful && resultType ? result : undefined;
  });
}

export default check({
  id: 'wire/speaks-the-revision-of-each-request',
  title: 'A server of both eras goes by each request, whoever else it serves meanwhile',
  clauses: ['mcp-2026-07-28/versioning/dual-era-selection'],
  weakBecause: 'The document states it without a keyword.',
  applies: { eras: since('2026-07-28') },
  async run(world) {
    const connection = await world.borrow();
    const older = createMcp(world.http, world.mcpUrl, '2025-11-25', connection.accessToken);
    const opened = await older.open();
    if (!opened?.rpc()?.result) throw new NotOffered('it speaks no revision with initialize');
    const modern = await world.mcp(connection).request('tools/list');
    const isModern = modern.rpc()?.result?.resultType === 'complete';
    expect.that(isModern, { expected: 'a result of 2026-07-28', seen: describe(modern), at: modern });
    const stateful = await older.request('tools/list');
    const isServed = Array.isArray(stateful.rpc()?.result?.tools);
    expect.that(isServed, { expected: 'a result of 2025-11-25', seen: describe(stateful), at: stateful });
  },
  remedy: 'Tell the era from initialize and the headers of each request, and keep none for a connection.',
  mutants: [{ name: 'speaks-the-revision-of-whoever-came-last', rewrites: remembersTheLastEra() }],
});
