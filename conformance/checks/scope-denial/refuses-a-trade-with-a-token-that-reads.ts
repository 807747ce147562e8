import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/refuses-a-trade-with-a-token-that-reads',
  title: 'A trade with a token that may only read is refused with 403',
  clauses: ['oauth21/bearer-scope-enforced', 'mcp/authz/server-status-403', 'mcp/tools/server-access-control'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    expect.status(await tryToTrade(world, await world.borrow()), 403);
  },
  remedy:
    'Compare the scope of the token with that of the tool on every call, and answer 403 where it does not suffice.',
  mutants: [
    { name: 'lets-readers-trade', replaces: { scopeCoversTool: () => true } },
    { name: 'calls-too-little-scope-unauthenticated', replaces: { insufficientScopeIs403: () => 401 } },
  ],
});
