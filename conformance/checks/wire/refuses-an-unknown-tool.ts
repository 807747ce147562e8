import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-an-unknown-tool',
  title: 'A tool that does not exist is a protocol error -32602, not a tool result',
  clauses: ['mcp/tools/unknown-tool-protocol-error'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).call('openbell_no_such_tool', {});
    expect.rpcError(answer, -32602);
  },
  remedy: 'Answer a call of an unknown tool with JSON-RPC error -32602 and name it in the message.',
  mutants: [{ name: 'lets-an-unknown-tool-fail', replaces: { unknownToolIsAProtocolError: () => false } }],
});
