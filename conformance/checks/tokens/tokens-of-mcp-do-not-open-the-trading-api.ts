import { askTradingApi } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/tokens-of-mcp-do-not-open-the-trading-api',
  title: 'A token for the MCP endpoint is refused by the brokerage’s trading API',
  clauses: ['oauth21/bearer-audience', 'CT-10'],
  blame: 'broker',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const answer = await askTradingApi(world, accessToken);
    expect.status(answer, 401);
  },
  remedy: 'Let the trading API accept tokens of its own audience only.',
  mutants: [
    {
      name: 'trading-api-serves-any-token',
      rewrites: {
        at: 'broker',
        response: (r) => (r.status === 401 && r.path.startsWith('/v2/') ? { ...r, status: 200, body: {} } : r),
      },
    },
  ],
});
