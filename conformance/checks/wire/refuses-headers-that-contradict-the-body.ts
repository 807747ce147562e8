import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-headers-that-contradict-the-body',
  title: 'A header that says another tool or method than the body is refused with -32020, and nothing is carried out',
  clauses: [
    'mcp-2026-07-28/transport/server-header-body-mismatch',
    'mcp-2026-07-28/transport/server-mismatch-status-and-code',
    'mcp-2026-07-28/transport/intermediary-http-error',
  ],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const { name, args } = world.tool('accounts');
    const otherTool = await mcp.request('tools/call', { name, arguments: args('') }, (draft) => {
      draft.headers['mcp-name'] = world.tool('quote').name;
    });
    expect.status(otherTool, 400);
    expect.rpcError(otherTool, -32020);
    const otherMethod = await mcp.request('tools/list', {}, (draft) => {
      draft.headers['mcp-method'] = 'tools/call';
    });
    expect.status(otherMethod, 400);
    expect.rpcError(otherMethod, -32020);
  },
  remedy:
    'Compare Mcp-Method and Mcp-Name with the body before you act: a filter in front may have let the header through.',
  mutants: [{ name: 'believes-the-body-alone', replaces: { nameHeaderMatchesBody: () => true } }],
});
