import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/tells-malformed-json',
  title: 'A body that is not JSON gets a JSON-RPC parse error, not a page',
  clauses: ['mcp/base/jsonrpc', 'mcp/transport/response-content-type'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    for (const body of ['{"jsonrpc":"2.0","id":1,', 'tools/list']) {
      const answer = await mcp.request('tools/list', {}, (draft) => {
        draft.body = body;
      });
      expect.rpcError(answer, -32700);
    }
  },
  remedy: 'Catch what the JSON parser throws and answer with JSON-RPC error -32700, 400 best.',
  mutants: [
    {
      name: 'answers-malformed-json-with-a-page',
      rewrites: rewriteJson('/mcp', ({ error }, { headers }) =>
        error?.code === -32700
          ? {
              headers: { ...headers, 'content-type': 'text/html' },
              body: '<pre>SyntaxError: Unexpected end of JSON input</pre>',
            }
          : undefined,
      ),
    },
  ],
});
