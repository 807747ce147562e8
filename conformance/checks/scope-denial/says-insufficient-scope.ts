import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/says-insufficient-scope',
  title: 'The refusal for too little scope is a Bearer challenge that says insufficient_scope',
  clauses: ['oauth21/insufficient-scope-403', 'mcp/authz/server-insufficient-scope-403', 'CT-E3'],
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world) {
    expect.bearerRefusal(await tryToTrade(world, await world.borrow()), 403, 'insufficient_scope');
  },
  remedy: 'Send WWW-Authenticate: Bearer error="insufficient_scope" with the 403, so that the client asks for more.',
  mutants: ['hides-why-it-refuses'],
});
