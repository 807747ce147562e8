import { jwtOf, sealed } from '../../stage/altered-token.ts';
import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'tokens/refuses-a-foreign-key',
  title: 'The gateway refuses a token that somebody else has signed',
  clauses: [
    'mcp-2025-11-25/authz/server-validates-token',
    'mcp-2026-07-28/authz/server-validates-token',
    'mcp-2025-11-25/authz/server-no-foreign-tokens',
    'mcp-2026-07-28/authz/server-no-foreign-tokens',
    'rfc9068/rs-checks-signature',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const forged = sealed(jwtOf(accessToken), 'a stranger');
    expect.bearerRefusal(await world.mcp(forged).request('tools/list'), 401);
  },
  remedy: 'Verify signatures with the keys of your own issuer only.',
  mutants: ['believes-any-signature'],
});
