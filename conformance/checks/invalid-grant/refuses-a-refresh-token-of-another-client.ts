import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-a-refresh-token-of-another-client',
  title: 'A refresh token works only for the client that it was issued to',
  clauses: ['oauth21/refresh-bound-to-client', 'oauth21/refresh-client-id-match'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const person = await world.person();
    const other = await world.connect({ person, client: await world.client({ person, other: true }) });
    const mine = await world.connect({ person });
    const answer = await refresh(world, { ...mine, client: other.client });
    expect.oauthError(answer, [400, 401], 'invalid_grant', 'invalid_client');
  },
  remedy: 'Store the client_id with the refresh token and compare it at every refresh.',
  mutants: [{ name: 'refreshes-for-any-client', replaces: { refreshTokenIsThisClients: () => true } }],
});
