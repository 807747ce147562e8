import { jwtOf, sealed } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-foreign-key',
  title: 'The gateway refuses a token that somebody else has signed',
  clauses: ['mcp/authz/server-validates-token', 'mcp/authz/server-no-foreign-tokens', 'rfc9068/rs-checks-signature'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const forged = sealed(jwtOf(accessToken), 'a stranger');
    expect.bearerRefusal(await world.mcp(forged).request('tools/list'), 401);
  },
  remedy: 'Verify signatures with the keys of your own issuer only.',
  mutants: ['believes-any-signature'],
});
