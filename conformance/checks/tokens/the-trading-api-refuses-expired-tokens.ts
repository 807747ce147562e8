import { askTradingApi, connectAtBrokerage } from '../../stage/brokerage.ts';
import { Blocked, describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/the-trading-api-refuses-expired-tokens',
  title: 'The brokerage’s trading API refuses a token from its expiry on',
  clauses: ['oauth21/bearer-expired', 'AR-12'],
  applies: { profiles: ['static-client'] },
  lane: 'exclusive',
  takesTime: true,
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
