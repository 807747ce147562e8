import { askTradingApi, connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import { Blocked, describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/brokerage-revokes-an-access-token',
  title: 'An access token that was revoked at the brokerage is refused by the trading API',
  clauses: ['rfc7009/revoke-immediate', 'AR-12', 'rfc7009/revoke-access-supported'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const { client, accessToken } = await connectAtBrokerage(world, await world.person(), 'gateway');
    const served = await askTradingApi(world, accessToken);
    if (served.status !== 200) throw new Blocked(`the trading API refuses its own token: ${describe(served)}`);
    expect.status(await revokeAtBrokerage(world, client, accessToken), 200);
    expect.status(await askTradingApi(world, accessToken), 401);
  },
  remedy: 'Look at every request whether the token was revoked.',
  mutants: [{ name: 'trading-api-serves-revoked-tokens', replaces: { brokerTokenIsLive: () => true } }],
});
