import { connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-idle-refresh-token-expires',
  title: 'At the brokerage a refresh token that nobody used for a month is no longer good',
  clauses: ['oauth21/refresh-inactivity-expiry', 'AR-11'],
  applies: { profiles: ['static-client'] },
  lane: 'exclusive',
  blame: 'broker',
  dependsOn: ['invalid-grant/brokerage-refreshes'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    await world.hooks.advance(31 * 86_400);
    expect.oauthError(await refreshAtBrokerage(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Let refresh tokens expire when nobody uses them for some weeks.',
  mutants: [
    { name: 'brokerage-lets-idle-refresh-tokens-live-for-ever', replaces: { brokerRefreshTokenIsFresh: () => true } },
  ],
});
