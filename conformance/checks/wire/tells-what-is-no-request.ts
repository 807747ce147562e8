import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/tells-what-is-no-request',
  title: 'JSON that is no JSON-RPC message gets error -32600',
  clauses: ['mcp/base/jsonrpc'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    for (const body of ['"tools/list"', '{"id":1,"method":"tools/list"}', '{"jsonrpc":"2.0","id":1,"method":5}']) {
      const answer = await mcp.request('tools/list', {}, (draft) => {
        draft.body = body;
      });
      expect.rpcError(answer, -32600);
    }
  },
  remedy:
    'Check that a body is one JSON-RPC 2.0 message before anything else looks at it, and answer -32600 otherwise, with status 400 best.',
  mutants: [
    {
      name: 'falls-over-what-is-no-request',
      rewrites: rewriteJson('/mcp', (body, { status }) =>
        status === 400 && body.error?.code === -32600
          ? { status: 500, body: { ...body, error: { code: -32603, message: 'Internal error' } } }
          : undefined,
      ),
    },
  ],
});
