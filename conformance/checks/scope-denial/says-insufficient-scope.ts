import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/says-insufficient-scope',
  title: 'The refusal for too little scope is a Bearer challenge that says insufficient_scope',
  clauses: [
    'oauth21/insufficient-scope-403',
    'mcp-2025-11-25/authz/server-insufficient-scope-403',
    'mcp-2026-07-28/authz/server-insufficient-scope-403',
    'CT-E3',
  ],
  level: 'SHOULD',
  applies: { needs: ['oauth'] },
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world) {
    expect.bearerRefusal(await tryToTrade(world, await world.borrow()), 403, 'insufficient_scope');
  },
  remedy: 'Send WWW-Authenticate: Bearer error="insufficient_scope" with the 403, so that the client asks for more.',
  mutants: ['hides-why-it-refuses'],
});
