import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { connectAsPublicClient } from '../../wire/public-client.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/reuse-of-a-refresh-token-ends-the-grant',
  title: 'When a rotated refresh token comes back, the newest of its successors is void too',
  clauses: ['oauth21/refresh-reuse-revokes-family'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/rotates-refresh-tokens'],
  async run(world) {
    const connection = await connectAsPublicClient(world);
    const second = await refresh(world, connection);
    const third = await refresh(world, connection, { refresh_token: second.json().refresh_token });
    await refresh(world, connection);
    const { refresh_token: newest } = third.json();
    expect.oauthError(await refresh(world, connection, { refresh_token: newest }), 400, 'invalid_grant');
  },
  remedy: 'Two holders of one refresh token mean that one of them stole it: end the grant with all its tokens.',
  mutants: [
    { name: 'lets-a-thief-keep-the-newest-refresh-token', replaces: { reusedRefreshTokenEndsTheGrant: () => false } },
  ],
});
