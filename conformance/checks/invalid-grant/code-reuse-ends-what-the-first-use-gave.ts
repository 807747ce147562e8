import { expect } from '../../vocabulary/expect.ts';
import { redeem, refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/code-reuse-ends-what-the-first-use-gave',
  title: 'When a code is redeemed a second time, the tokens of the first time are void',
  clauses: ['oauth21/code-reuse-revokes'],
  async run(world) {
    const connection = await world.connect();
    await redeem(world, connection.client, connection.authorized);
    const answer = await world.mcp(connection).request('tools/list');
    expect.bearerRefusal(answer, 401);
    if (connection.refreshToken) expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
  },
  remedy: 'A code that comes twice was stolen at least once: revoke the tokens that its first use gave.',
  variations: [
    'slow-answers',
    'one-grant-a-client',
    'errors-without-words',
    'errors-with-more',
    'media-types-in-another-case',
  ],
  mutants: [{ name: 'leaves-the-tokens-of-a-replayed-code', replaces: { replayedCodeEndsTheGrant: () => false } }],
});
