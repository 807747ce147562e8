import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteError } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/reads-encoded-names',
  title: 'A name that comes encoded in its header is decoded before it is compared',
  clauses: [
    'mcp-2026-07-28/transport/server-decodes-sentinel',
    'mcp-2026-07-28/transport/server-decodes-before-compare',
    'mcp-2026-07-28/transport/sentinel-markers-exact',
  ],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const { name, args } = world.tool('accounts');
    const send = (encoded: string, [begin, end] = ['=?base64?', '?=']) =>
      mcp.request('tools/call', { name, arguments: args('') }, (draft) => {
        draft.headers['mcp-name'] = begin + Buffer.from(encoded).toString('base64') + end;
      });
    expect.status(await send(name), 200);
    expect.rpcError(await send(`${name}x`), -32020);
    // In capitals it is no marker, but a name that is not the one of the body.
    expect.rpcError(await send(name, ['=?BASE64?', '?=']), -32020);
  },
  remedy: 'Decode a header of the form =?base64?…?= and compare what comes out with the body.',
  mutants: [
    { name: 'compares-names-while-they-are-encoded', replaces: { nameHeaderIsDecoded: () => false } },
    {
      name: 'reads-markers-in-any-case',
      rewrites: rewriteError(-32020, ({ id }, { sent }) =>
        sent?.['mcp-name']?.startsWith('=?BASE64?')
          ? { status: 200, body: { jsonrpc: '2.0', id, result: { resultType: 'complete', content: [] } } }
          : {},
      ),
    },
  ],
});
