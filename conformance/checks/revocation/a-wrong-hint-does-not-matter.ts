import { expect, Untestable } from '../../vocabulary/expect.ts';
import { refresh, revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-wrong-hint-does-not-matter',
  title: 'A token is found and revoked under a wrong or unknown token_type_hint, too',
  clauses: ['rfc7009/revoke-hint-ignored-when-wrong', 'rfc7009/revoke-unknown-hint-ignored'],
  applies: { needs: ['revocation', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['revocation/revokes-a-refresh-token'],
  async run(world) {
    for (const token_type_hint of ['access_token', 'banana']) {
      const connection = await world.connect();
      const { client, refreshToken } = connection;
      if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
      expect.status(await revoke(world, client, refreshToken, { token_type_hint }), 200);
      expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
    }
  },
  remedy: 'Take the hint for where to look first, then look everywhere.',
  mutants: [
    {
      name: 'believes-the-hint',
      replaces: {
        kindsToSearch: (hint) => (hint === 'access_token' ? ['access_token'] : ['refresh_token', 'access_token']),
      },
    },
    {
      name: 'finds-nothing-under-an-unknown-hint',
      replaces: {
        kindsToSearch: (hint) => (hint === undefined || /_token$/.test(hint) ? ['refresh_token', 'access_token'] : []),
      },
    },
  ],
});
