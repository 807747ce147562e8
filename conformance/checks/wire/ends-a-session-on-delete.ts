import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/ends-a-session-on-delete',
  title: 'A session that the client has ended is gone: its next request gets 404',
  clauses: ['mcp-2025-11-25/transport/terminated-session-404', 'mcp-2025-11-25/transport/delete-405-allowed'],
  applies: { needs: ['sessions'], eras: until('2025-11-25') },
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    if (!mcp.sessionId()) throw new Untestable('needs a server that gives session ids');
    const { headers } = mcp.draft('tools/list');
    const ended = await world.http.send({ method: 'DELETE', url: world.mcpUrl, headers });
    if (ended.status === 405) return;
    const done = ended.status >= 200 && ended.status < 300;
    expect.that(done, { expected: '2xx or 405', seen: `${ended.status}`, at: ended });
    expect.status(await mcp.request('tools/list'), 404);
  },
  remedy: 'Forget a session on DELETE and answer 404 to whoever still uses it, or refuse DELETE with 405.',
  variations: ['a-deleted-session-is-200', 'protocol-errors-in-plain-text'],
  mutants: [{ name: 'keeps-sessions-that-were-ended', replaces: { deleteEndsTheSession: () => false } }],
});
