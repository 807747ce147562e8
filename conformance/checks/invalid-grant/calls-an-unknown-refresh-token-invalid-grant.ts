import { flipped } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/calls-an-unknown-refresh-token-invalid-grant',
  title: 'A refresh token that is made up, altered or in truth an access token is answered with 400 invalid_grant',
  clauses: [
    'oauth21/refresh-invalid-token',
    'oauth21/access-token-not-accepted-as-refresh',
    'oauth21/refresh-tokens-unguessable',
  ],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect();
    const altered = flipped(connection.refreshToken ?? '');
    for (const refresh_token of [world.secret('refresh_token'), altered, connection.accessToken]) {
      expect.oauthError(await refresh(world, connection, { refresh_token }), 400, 'invalid_grant');
    }
  },
  remedy: 'Answer 400 invalid_grant to every refresh token that is not on record.',
  mutants: ['calls-a-bad-grant-a-server-error'],
});
