import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-token-that-lacks-a-claim',
  title: 'The gateway refuses a token without an id, by which it could be revoked',
  clauses: ['oauth21/bearer-validate-token'],
  // No document asks a server for more than what it needs to validate a token.
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { jti: null });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Require the claims of RFC 9068 §2.2: what lacks one is not a token of yours.',
  mutants: [{ name: 'needs-no-claims', replaces: { requiredClaimsAreThere: () => true } }],
});
