import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/answers-an-unknown-session-with-404',
  title: 'A session id that is unknown gets 404, so that the client starts a new session',
  clauses: ['mcp-2025-11-25/transport/terminated-session-404'],
  // The document says it of a session that has ended; this one never was.
  applies: { eras: until('2025-11-25') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    if (!mcp.sessionId()) throw new Untestable('needs a server that gives session ids');
    const answer = await mcp.request('tools/list', {}, (draft) => {
      draft.headers['mcp-session-id'] = '00000000-0000-4000-8000-000000000000';
    });
    expect.status(answer, 404);
  },
  remedy: 'Answer 404, and nothing else, where you do not know the session: clients initialize anew on 404 only.',
  mutants: [{ name: 'calls-an-unknown-session-a-bad-request', replaces: { unknownSessionIs404: () => 400 } }],
});
