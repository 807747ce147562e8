import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-request-before-initialize',
  title: 'A request without the session id that initialize gave is refused with 400',
  clauses: ['mcp-2025-11-25/transport/server-missing-session-400', 'mcp-2025-11-25/lifecycle/initialize-first'],
  applies: { eras: until('2025-11-25') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    if (!mcp.sessionId()) throw new Untestable('needs a server that gives session ids');
    const answer = await mcp.request('tools/list', {}, (draft) => {
      delete draft.headers['mcp-session-id'];
    });
    expect.status(answer, 400);
  },
  remedy: 'Answer 400 to any request but initialize that has no Mcp-Session-Id.',
  mutants: [{ name: 'takes-no-session-for-a-lost-one', replaces: { sessionIdIsRequired: () => true } }],
});
