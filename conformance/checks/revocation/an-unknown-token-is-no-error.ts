import { expect, Untestable } from '../../vocabulary/expect.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/an-unknown-token-is-no-error',
  title: 'A token that is unknown, or was revoked before, is answered with 200',
  clauses: ['rfc7009/revoke-invalid-token-200'],
  applies: { needs: ['revocation', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const { client, refreshToken } = connection;
    if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
    expect.status(await revoke(world, client, world.secret('access_token')), 200);
    expect.status(await revoke(world, client, refreshToken), 200);
    expect.status(await revoke(world, client, refreshToken), 200);
  },
  remedy: 'Answer 200 whatever the token is: what the client wanted is already so.',
  mutants: [{ name: 'complains-of-unknown-tokens', replaces: { unknownTokenIsNoError: (found) => found } }],
});
