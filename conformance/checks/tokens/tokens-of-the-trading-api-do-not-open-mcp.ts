import { askTradingApi, connectAtBrokerage } from '../../stage/brokerage.ts';
import { Blocked, describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/tokens-of-the-trading-api-do-not-open-mcp',
  title: 'A token for the brokerage’s trading API is refused by the MCP endpoint',
  clauses: [
    'mcp/authz/server-only-own-tokens',
    'CT-10',
    'mcp/authz/server-no-foreign-tokens',
    'mcp/security/no-foreign-tokens',
  ],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const rest = await connectAtBrokerage(world, await world.person(), 'gateway');
    const served = await askTradingApi(world, rest.accessToken);
    if (served.status !== 200) throw new Blocked(`the trading API refuses its own token: ${describe(served)}`);
    expect.bearerRefusal(await world.mcp(rest.accessToken).request('tools/list'), 401);
  },
  remedy: 'Accept tokens with the MCP URL as audience only, whoever issued them.',
  mutants: [
    {
      name: 'answers-a-refused-token-with-200',
      rewrites: {
        at: 'gateway',
        response: (r) => (/invalid_token/.test(r.headers['www-authenticate'] ?? '') ? { ...r, status: 200 } : r),
      },
    },
  ],
});
