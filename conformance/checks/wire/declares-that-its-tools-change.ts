import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/declares-that-its-tools-change',
  title: 'A server that announces changes of its tools declares so',
  clauses: ['mcp-2025-11-25/lifecycle/respect-capabilities', 'mcp-2026-07-28/discover/capabilities-truthful', 'CT-E7'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const answer = (await mcp.open()) ?? (await mcp.request('server/discover'));
    expect.equal(
      answer.rpc()?.result?.capabilities?.tools?.listChanged,
      true,
      'capabilities.tools.listChanged',
      answer,
    );
  },
  remedy: 'Declare "tools": {"listChanged": true} where you send notifications/tools/list_changed.',
  mutants: [{ name: 'keeps-quiet-about-changing-tools', replaces: { listChangesAreDeclared: () => false } }],
});
