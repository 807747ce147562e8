import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/names-its-versions-when-it-refuses-one',
  title: 'A version that the server does not have is refused with -32022 and the list of those that it has',
  clauses: [
    'mcp-2026-07-28/transport/server-unsupported-version',
    'mcp-2026-07-28/versioning/unsupported-version-error',
  ],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['wire/answers-discover'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      draft.headers['mcp-protocol-version'] = '2031-01-01';
      draft.body.params._meta['io.modelcontextprotocol/protocolVersion'] = '2031-01-01';
    });
    expect.status(answer, 400);
    expect.rpcError(answer, -32022);
    expect.includes(answer.rpc()?.error?.data?.supported, world.era, 'data.supported', answer);
  },
  remedy: 'Answer 400 with error -32022 and data.supported, so that the client can try again with one of these.',
  mutants: [
    {
      name: 'keeps-its-versions-to-itself',
      rewrites: rewriteJson('/mcp', (body) =>
        body.error?.code === -32022
          ? { body: { ...body, error: { code: -32022, message: body.error.message } } }
          : undefined,
      ),
    },
  ],
});
