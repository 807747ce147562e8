import { askTradingApi, connectAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/direct-tokens-do-not-open-the-trading-api',
  title: 'A token that the brokerage issued for the MCP URL is refused by its own trading API',
  clauses: ['oauth21/bearer-audience', 'AR-11', 'CT-10'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['tokens/accepts-direct-tokens'],
  async run(world) {
    const { accessToken } = await connectAtBrokerage(world, await world.person(), 'direct');
    expect.status(await askTradingApi(world, accessToken), 401);
  },
  remedy: 'Compare the audience of each token with the API that it is shown to.',
  mutants: [{ name: 'trading-api-accepts-any-audience', replaces: { brokerTokenIsForTheApi: () => true } }],
});
