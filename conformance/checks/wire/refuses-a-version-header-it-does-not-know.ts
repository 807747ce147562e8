import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-version-header-it-does-not-know',
  title: 'A protocol version header that names no version of the server is refused with 400',
  clauses: ['mcp-2025-11-25/transport/server-bad-version-400', 'mcp-2025-11-25/lifecycle/respect-version'],
  applies: { eras: ['2025-06-18', '2025-11-25'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    for (const version of ['1900-01-01', 'abc']) {
      const answer = await mcp.request('tools/list', {}, (draft) => {
        draft.headers['mcp-protocol-version'] = version;
      });
      expect.status(answer, 400);
    }
  },
  remedy: 'Answer 400 where MCP-Protocol-Version names a version that you do not speak.',
  mutants: [{ name: 'ignores-the-version-header', replaces: { protocolVersionIsSupported: () => true } }],
});
