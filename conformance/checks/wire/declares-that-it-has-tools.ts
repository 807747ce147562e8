import { isStateless } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/declares-that-it-has-tools',
  title: 'A server with tools declares the capability',
  clauses: [
    'mcp/tools/capability-declared',
    'mcp-2025-11-25/lifecycle/server-initialize-result',
    'mcp-2026-07-28/discover/capabilities-truthful',
    'mcp-2026-07-28/tools/list-answered',
  ],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const answer = (await mcp.open()) ?? (await mcp.request('server/discover'));
    const capabilities = answer.rpc()?.result?.capabilities;
    expect.that(typeof capabilities?.tools === 'object', {
      expected: 'capabilities with tools',
      seen: JSON.stringify(capabilities) ?? 'none',
      at: answer,
    });
    // The stateless era only recommends to say so.
    if (isStateless(world.era)) return;
    const { name } = answer.rpc()?.result?.serverInfo ?? {};
    expect.that(typeof name === 'string', {
      expected: 'serverInfo with a name',
      seen: answer.text.slice(0, 300),
      at: answer,
    });
  },
  remedy: 'Declare "tools" in the capabilities of initialize and of server/discover, and say who the server is.',
  mutants: [
    {
      name: 'hides-that-it-has-tools',
      rewrites: rewriteResult((result) => result.capabilities && { ...result, capabilities: {} }),
    },
  ],
});
