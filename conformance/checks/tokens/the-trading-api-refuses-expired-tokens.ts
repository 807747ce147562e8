import { askTradingApi, connectAtBrokerage } from '../../stage/brokerage.ts';
import { check } from '../../vocabulary/check.ts';
import { Blocked, describe, expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'tokens/the-trading-api-refuses-expired-tokens',
  title: 'The brokerage’s trading API refuses a token from its expiry on',
  clauses: ['AR-12', 'oauth21/bearer-expired'],
  level: 'MUST',
  applies: { needs: ['oauth'], profiles: ['static-client'] },
  lane: 'exclusive',
  blame: 'broker',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken, expiresIn = 3600 } = await connectAtBrokerage(world, await world.person(), 'gateway');
    const served = await askTradingApi(world, accessToken);
    if (served.status !== 200) throw new Blocked(`the trading API refuses its own token: ${describe(served)}`);
    await world.hooks.advance(expiresIn + 90);
    expect.status(await askTradingApi(world, accessToken), 401);
  },
  remedy: 'Check exp at every request of the trading API.',
  mutants: [{ name: 'trading-api-accepts-expired-tokens', replaces: { brokerTokenHasNotExpired: () => true } }],
});
