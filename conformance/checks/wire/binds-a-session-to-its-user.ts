import { twoPeople } from '../../stage/two-people.ts';
import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/binds-a-session-to-its-user',
  title: 'Somebody else’s session id opens nothing, whatever token comes with it',
  clauses: ['mcp-2025-11-25/security/session-bound-to-user'],
  applies: { needs: ['sessions', 'bearer-tokens'], eras: until('2025-11-25') },
  spends: 'tokens',
  async run(world) {
    const [owner, other] = await twoPeople(world);
    const victim = world.mcp(owner);
    await victim.open();
    const session = victim.sessionId();
    if (!session) throw new Untestable('needs a server that gives session ids');
    const thief = world.mcp(other);
    const answer = await thief.request('tools/list', {}, (draft) => {
      draft.headers['mcp-session-id'] = session;
    });
    expect.status(answer, 404, 403, 401, 400);
    expect.status(await victim.request('tools/list'), 200);
  },
  remedy: 'Keep the user of the token with the session, and treat a session of somebody else as unknown.',
  variations: [
    'the-session-on-every-answer',
    'protocol-errors-in-plain-text',
    'answers-in-an-event-stream',
    'more-in-results',
    'headers-of-a-proxy',
  ],
  mutants: [{ name: 'shares-sessions-among-users', replaces: { sessionBelongsToCaller: () => true } }],
});
