import { Blocked, describe, expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/an-idle-refresh-token-expires',
  title: 'A refresh token that nobody used for a month is no longer good',
  clauses: ['oauth21/refresh-inactivity-expiry', 'rfc9700/refresh-expire-inactive'],
  applies: { needs: ['refresh'] },
  lane: 'exclusive',
  takesTime: true,
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect();
    const { name, args } = world.tool('accounts');
    // The connection is in use for its first hour, so that nothing behind the gateway ends before the token does.
    await world.hooks.advance(Math.min(3600, connection.expiresIn ?? 3600) - 10);
    const used = await world.mcp(connection).call(name, args(''));
    if (used.status !== 200) throw new Blocked(`the connection was not served: ${describe(used)}`);
    await world.hooks.advance(30 * 86_400 - 1800);
    expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Let refresh tokens expire when nobody uses them for some weeks.',
  mutants: [{ name: 'lets-idle-refresh-tokens-live-for-ever', replaces: { refreshTokenIsFresh: () => true } }],
});
