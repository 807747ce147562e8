import { expect, Untestable } from '../../vocabulary/expect.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revoking-a-refresh-token-ends-its-access-tokens',
  title: 'With a refresh token go the access tokens that came with it',
  clauses: ['rfc7009/revoke-cascades'],
  applies: { needs: ['revocation', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const { client, refreshToken } = connection;
    if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
    expect.status(await revoke(world, client, refreshToken), 200);
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
  },
  remedy: 'End the whole grant when its refresh token is revoked, and check the grant at every request.',
  mutants: [
    { name: 'revokes-nothing-but-the-refresh-token', replaces: { revokedRefreshTokenEndsTheGrant: () => false } },
    { name: 'serves-tokens-of-ended-grants', replaces: { grantIsAlive: () => true } },
  ],
});
