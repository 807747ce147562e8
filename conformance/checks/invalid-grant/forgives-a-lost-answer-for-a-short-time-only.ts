import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { connectAsPublicClient } from '../../wire/public-client.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/forgives-a-lost-answer-for-a-short-time-only',
  title: 'A minute after a refresh, the old refresh token is refused even if nobody has used the new one',
  clauses: ['oauth21/refresh-rotated-invalid'],
  applies: { needs: ['refresh'] },
  lane: 'exclusive',
  dependsOn: ['invalid-grant/rotates-refresh-tokens'],
  async run(world) {
    const connection = await connectAsPublicClient(world);
    expect.status(await refresh(world, connection), 200);
    await world.hooks.advance(61);
    expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Allow a client that lost an answer to ask again for some seconds, not longer.',
  mutants: [
    {
      name: 'waits-for-ever-for-a-lost-answer',
      replaces: { reuseLooksLikeALostAnswer: (_rotatedAt, _now, _grace, successorUsed) => !successorUsed },
    },
  ],
});
