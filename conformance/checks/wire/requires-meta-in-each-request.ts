import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/requires-meta-in-each-request',
  title: 'A request whose _meta lacks the client’s capabilities is refused with 400 and -32602',
  clauses: ['mcp-2026-07-28/base/server-rejects-missing-meta', 'mcp-2026-07-28/base/server-missing-meta-400'],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      delete draft.body.params._meta['io.modelcontextprotocol/clientCapabilities'];
    });
    expect.status(answer, 400);
    expect.rpcError(answer, -32602);
  },
  remedy: 'Check for protocolVersion, clientInfo and clientCapabilities in _meta of every request.',
  mutants: [
    {
      name: 'guesses-what-meta-leaves-out',
      rewrites: rewriteJson('/mcp', (body, { status }) =>
        status === 400 && body.error?.code === -32602
          ? { status: 200, body: { jsonrpc: '2.0', id: body.id, result: { resultType: 'complete', tools: [] } } }
          : undefined,
      ),
    },
  ],
});
