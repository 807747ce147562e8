import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refreshes',
  title: 'A refresh token yields a new access token that works',
  clauses: ['oauth21/refresh-issues-token', 'CT-1'],
  applies: { needs: ['refresh'] },
  async run(world) {
    const connection = await world.connect();
    const answer = await refresh(world, connection);
    expect.status(answer, 200);
    expect.status(await world.mcp(answer.json().access_token).request('tools/list'), 200);
  },
  remedy: 'Serve grant_type=refresh_token: without it people sign in again every hour.',
  variations: ['token-answers-without-an-expiry', 'more-in-token-answers', 'bearer-in-small-letters', 'bodies-in-gzip'],
  mutants: [{ name: 'finds-every-refresh-token-expired', replaces: { refreshTokenIsFresh: () => false } }],
});
