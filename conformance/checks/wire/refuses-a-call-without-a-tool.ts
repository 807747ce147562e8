import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-call-without-a-tool',
  title: 'A tools/call of the wrong shape is a protocol error -32602',
  clauses: ['mcp/tools/malformed-call-protocol-error'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    expect.rpcError(await mcp.request('tools/call', { arguments: {} }), -32602);
    const listed = await mcp.request('tools/call', { name: world.tool('accounts').name, arguments: ['all'] });
    expect.rpcError(listed, -32602);
  },
  remedy: 'Check the shape of tools/call, a name and an object of arguments, and answer -32602 where it is another.',
  mutants: [
    {
      name: 'makes-a-tool-error-of-a-malformed-call',
      rewrites: rewriteJson('/mcp', ({ error, ...rest }) =>
        error?.code === -32602
          ? {
              status: 200,
              body: {
                ...rest,
                result: { resultType: 'complete', content: [{ type: 'text', text: error.message }], isError: true },
              },
            }
          : undefined,
      ),
    },
  ],
});
