import { alteredToken, anotherThanItsOwner } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-token-that-contradicts-its-grant',
  title: 'The gateway refuses a token that names another user than the one who granted it',
  clauses: ['oauth21/bearer-validate-token', 'mcp/authz/server-validates-token'],
  // Whoever trusts their own signature may read all of this from the token.
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const other = await anotherThanItsOwner(world);
    const token = await alteredToken(world, { sub: other.id });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Compare sub and client_id with the grant that the token refers to.',
  mutants: [{ name: 'overlooks-whose-token-it-is', replaces: { tokenAgreesWithItsGrant: () => true } }],
});
