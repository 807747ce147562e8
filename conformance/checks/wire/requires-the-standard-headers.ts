import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/requires-the-standard-headers',
  title: 'A request without Mcp-Method, or without Mcp-Name where there is a name, is refused with -32020',
  clauses: [
    'mcp-2026-07-28/transport/server-mismatch-status-and-code',
    'mcp-2026-07-28/transport/server-missing-header-rejected',
  ],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const { name, args } = world.tool('accounts');
    for (const missing of ['mcp-method', 'mcp-name']) {
      const answer = await mcp.request('tools/call', { name, arguments: args('') }, (draft) => {
        delete draft.headers[missing];
      });
      expect.status(answer, 400);
      expect.rpcError(answer, -32020);
    }
  },
  remedy: 'Answer 400 with error -32020 where a standard header is missing: gateways in front of you route by them.',
  mutants: [{ name: 'does-without-the-standard-headers', replaces: { requiredHeadersAreSent: () => true } }],
});
