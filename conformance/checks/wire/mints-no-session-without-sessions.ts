import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/mints-no-session-without-sessions',
  title: 'In the stateless era a session header is ignored and none is given',
  clauses: [
    'mcp-2026-07-28/transport/server-ignores-session-id',
    'mcp-2026-07-28/transport/server-ignores-last-event-id',
  ],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      draft.headers['mcp-session-id'] = 'left-over-from-another-era';
      draft.headers['last-event-id'] = '7';
    });
    expect.status(answer, 200);
    expect.equal(answer.headers['mcp-session-id'], undefined, 'the header Mcp-Session-Id', answer);
  },
  remedy: 'Ignore Mcp-Session-Id and Last-Event-ID in requests of 2026-07-28 and later, and send none.',
  mutants: [
    {
      name: 'gives-sessions-to-the-stateless',
      rewrites: rewriteJson('/mcp', (body, { headers }) =>
        body.result ? { headers: { ...headers, 'mcp-session-id': 'b5f0c1de-3a52-4f0e-9d27-6a1c0e9b7f10' } } : undefined,
      ),
    },
  ],
});
