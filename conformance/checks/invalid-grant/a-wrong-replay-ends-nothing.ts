import { expect } from '../../vocabulary/expect.ts';
import { redeem, refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/a-wrong-replay-ends-nothing',
  title: 'A replay of a code with a wrong verifier does not disturb the rightful tokens',
  clauses: ['oauth21/code-reuse-invalid-does-not-revoke'],
  async run(world) {
    const connection = await world.connect();
    const wrong = { code_verifier: world.secret('code_verifier') };
    expect.oauthError(await redeem(world, connection.client, connection.authorized, wrong), 400, 'invalid_grant');
    expect.status(await world.mcp(connection).request('tools/list'), 200);
    if (connection.refreshToken) expect.status(await refresh(world, connection), 200);
  },
  remedy:
    'Revoke on a replay only when everything else in the request is right; else whoever sees a code can end connections.',
  variations: ['errors-without-words', 'errors-with-more', 'headers-of-a-proxy'],
  mutants: [
    { name: 'lets-anybody-end-a-connection-with-its-code', replaces: { replayedCodeEndsTheGrant: () => true } },
  ],
});
