import { expect } from '../../vocabulary/expect.ts';
import { refresh, revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-client-cannot-revoke-for-another',
  title: 'A client does not end the connection of another client',
  clauses: ['rfc7009/revoke-other-client'],
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const other = await world.connect({ person, client: await world.client({ person, other: true }) });
    const mine = await world.connect({ person });
    for (const token of [mine.accessToken, mine.refreshToken]) {
      if (!token) continue;
      const answer = await revoke(world, other.client, token);
      if (answer.status !== 200)
        expect.oauthError(
          answer,
          [400, 401],
          'invalid_grant',
          'unauthorized_client',
          'invalid_client',
          'invalid_request',
          'unsupported_token_type',
        );
    }
    expect.status(await world.mcp(mine).request('tools/list'), 200);
    if (mine.refreshToken) expect.status(await refresh(world, mine), 200);
  },
  remedy: 'Compare the client of the token with the client that revokes it.',
  mutants: [{ name: 'lets-any-client-revoke-any-token', replaces: { revokedTokenIsThisClients: () => true } }],
});
