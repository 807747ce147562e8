import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { connectAsPublicClient } from '../../wire/public-client.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/a-refresh-token-has-one-line-of-successors',
  title: 'Of two refresh tokens that came of one, the second is void once the first was used',
  clauses: ['oauth21/refresh-rotation-public', 'rfc9700/refresh-sender-constrained-or-rotated'],
  applies: { needs: ['refresh', 'public-clients'] },
  dependsOn: ['invalid-grant/rotates-refresh-tokens'],
  async run(world) {
    const connection = await connectAsPublicClient(world);
    const once = await refresh(world, connection);
    const again = await refresh(world, connection);
    expect.status(once, 200);
    // A server need not forgive a lost answer: where a token works once there is one line only.
    if (again.status !== 200) return;
    const [first, second] = [once, again].map((answer) => answer.json().refresh_token);
    if (first === second) return;
    // Where the second took the place of the first, there is one line too.
    if ((await refresh(world, connection, { refresh_token: first })).status !== 200) return;
    expect.oauthError(await refresh(world, connection, { refresh_token: second }), 400, 'invalid_grant');
  },
  remedy:
    'Where an answer may have been lost, give the same refresh token again, or void its siblings when one is used.',
  variations: [
    'no-grace-for-refresh-tokens',
    'one-grant-a-client',
    'more-in-token-answers',
    'bearer-in-small-letters',
    'connections-are-closed',
  ],
  mutants: [{ name: 'gives-each-lost-answer-a-line-of-its-own', replaces: { lostAnswerIsGivenAgain: () => false } }],
});
