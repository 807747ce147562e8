import { isStateless } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/tells-an-unknown-method',
  title: 'A method that does not exist gets -32601, and 404 in the stateless era',
  clauses: ['mcp/base/jsonrpc', 'mcp-2026-07-28/transport/server-unknown-method-404'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('openbell/no-such-method');
    expect.rpcError(answer, -32601);
    if (isStateless(world.era)) expect.status(answer, 404);
  },
  remedy: 'Answer a method that you do not have with JSON-RPC error -32601; from 2026-07-28 on with HTTP status 404.',
  mutants: [
    {
      name: 'calls-an-unknown-method-an-internal-error',
      rewrites: rewriteJson('/mcp', (body) =>
        body.error?.code === -32601 ? { body: { ...body, error: { ...body.error, code: -32603 } } } : undefined,
      ),
    },
  ],
});
