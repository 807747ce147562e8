import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson, rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/answers-discover',
  title: 'server/discover names the versions that are served, and each of them works',
  clauses: [
    'mcp-2026-07-28/discover/implemented',
    'mcp-2026-07-28/discover/supported-versions',
    'mcp-2026-07-28/versioning/server-discover-implemented',
  ],
  applies: { eras: since('2026-07-28') },
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const answer = await mcp.request('server/discover');
    expect.status(answer, 200);
    const versions: unknown = answer.rpc()?.result?.supportedVersions;
    expect.includes(versions, world.era, 'supportedVersions', answer);
    for (const version of (versions as string[]).filter((one) => one >= '2026-07-28')) {
      const works = await mcp.request('tools/list', {}, (draft) => {
        draft.headers['mcp-protocol-version'] = version;
        draft.body.params._meta['io.modelcontextprotocol/protocolVersion'] = version;
      });
      expect.status(works, 200);
    }
  },
  remedy: 'Answer server/discover with exactly the versions that requests may name.',
  mutants: [
    {
      name: 'knows-no-discovery',
      rewrites: rewriteJson('/mcp', ({ id, result }) =>
        result?.supportedVersions
          ? { status: 404, body: { jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } } }
          : undefined,
      ),
    },
    {
      name: 'promises-versions-it-does-not-have',
      rewrites: rewriteResult(
        (result) =>
          result.supportedVersions && { ...result, supportedVersions: [...result.supportedVersions, '2031-01-01'] },
      ),
    },
  ],
});
