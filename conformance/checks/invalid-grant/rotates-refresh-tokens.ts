import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { connectAsPublicClient } from '../../wire/public-client.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/rotates-refresh-tokens',
  title: 'A public client gets another refresh token with each refresh',
  clauses: [
    'oauth21/refresh-rotation-public',
    'rfc9700/refresh-sender-constrained-or-rotated',
    'mcp/authz/as-refresh-rotation',
  ],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await connectAsPublicClient(world);
    const answer = await refresh(world, connection);
    const { refresh_token: next } = answer.json();
    const rotated = typeof next === 'string' && next !== connection.refreshToken;
    expect.that(rotated, { expected: 'a new refresh_token', seen: next ? 'the old one again' : 'none', at: answer });
  },
  remedy: 'Replace the refresh token of a public client whenever it is used.',
  mutants: [{ name: 'never-rotates-a-refresh-token', replaces: { refreshTokenIsRotated: () => false } }],
});
