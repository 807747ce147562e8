import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteError } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/requires-the-version-header',
  title: 'A request that names its version only in the body is refused',
  clauses: [
    'mcp-2026-07-28/transport/missing-version-header-rejected',
    'mcp-2026-07-28/transport/server-version-mismatch-rejected',
  ],
  applies: { eras: since('2026-07-28') },
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const missing = await mcp.request('tools/list', {}, (draft) => {
      delete draft.headers['mcp-protocol-version'];
    });
    // Whoever serves clients from before that header may take a request without it for one of theirs.
    const { supportedVersions = [] } = (await mcp.request('server/discover')).rpc()?.result ?? {};
    if (!supportedVersions.includes('2025-03-26')) {
      expect.status(missing, 400);
      expect.rpcError(missing, -32020);
    }
    const other = await mcp.request('tools/list', {}, (draft) => {
      draft.headers['mcp-protocol-version'] = '2025-11-25';
    });
    expect.status(other, 400);
    expect.rpcError(other, -32020);
  },
  remedy:
    'Compare MCP-Protocol-Version with the version in _meta and answer 400 with -32020 where one is missing or different.',
  mutants: [
    'does-without-the-standard-headers',
    {
      name: 'passes-over-a-version-that-differs',
      rewrites: rewriteError(-32020, ({ id }, { sent }) =>
        sent?.['mcp-protocol-version'] === '2025-11-25'
          ? { status: 200, body: { jsonrpc: '2.0', id, result: { resultType: 'complete', tools: [] } } }
          : {},
      ),
    },
  ],
});
