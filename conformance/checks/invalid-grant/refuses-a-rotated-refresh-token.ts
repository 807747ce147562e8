import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { connectAsPublicClient } from '../../wire/public-client.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-a-rotated-refresh-token',
  title: 'A refresh token does not work again once its successor was used',
  clauses: ['oauth21/refresh-rotated-invalid'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/rotates-refresh-tokens'],
  async run(world) {
    const connection = await connectAsPublicClient(world);
    const second = await refresh(world, connection);
    const third = await refresh(world, connection, { refresh_token: second.json().refresh_token });
    expect.status(third, 200);
    expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Keep rotated refresh tokens on record and answer 400 invalid_grant when one comes back.',
  mutants: [{ name: 'lets-rotated-refresh-tokens-live', replaces: { reuseLooksLikeALostAnswer: () => true } }],
});
