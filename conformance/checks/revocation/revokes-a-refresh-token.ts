import { expect, Untestable } from '../../vocabulary/expect.ts';
import { refresh, revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revokes-a-refresh-token',
  title: 'A refresh token that was revoked yields nothing any more',
  clauses: ['rfc7009/revoke-refresh-supported', 'rfc7009/revoke-public-client', 'oauth21/refresh-grant-active'],
  applies: { needs: ['revocation', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect();
    const { client, refreshToken } = connection;
    if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
    expect.status(await revoke(world, client, refreshToken), 200);
    expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Look at every refresh whether the grant behind the token still lives.',
  mutants: ['revokes-nothing-but-the-refresh-token'],
});
