import { twoPeople } from '../../stage/two-people.ts';
import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/a-session-id-is-no-credential',
  title: 'A session id does not let in whoever has it, neither without a token nor with somebody else’s',
  clauses: [
    'mcp/security/session-bound-to-user',
    'mcp/security/session-not-authentication',
    'mcp/security/server-verifies-all-requests',
  ],
  // That a request without a token is refused in a session, too, is a MUST of `verifies-every-request`.
  applies: { needs: ['sessions'], eras: until('2025-11-25') },
  spends: 'tokens',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const [owner, thief] = await twoPeople(world);
    const mine = world.mcp(owner);
    expect.status(await mine.request('tools/list'), 200);
    const session = mine.sessionId();
    if (!session) throw new Untestable('needs sessions: the gateway issues no Mcp-Session-Id');
    const answer = await mine.request('tools/list', {}, (draft) => {
      draft.headers.authorization = `Bearer ${thief.accessToken}`;
    });
    expect.status(answer, 400, 401, 403, 404);
    const bare = await mine.request('tools/list', {}, (draft) => delete draft.headers.authorization);
    expect.bearerRefusal(bare, 401);
  },
  remedy: 'Tie a session to the user and grant that opened it, and answer 404 to anybody else.',
  variations: [
    'long-access-tokens',
    'the-session-on-every-answer',
    'protocol-errors-in-plain-text',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'headers-of-a-proxy',
  ],
  mutants: [{ name: 'takes-a-session-id-for-a-credential', replaces: { sessionBelongsToCaller: () => true } }],
});
