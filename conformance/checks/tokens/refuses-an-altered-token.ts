import { flipped, jwtOf, sealed } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-an-altered-token',
  title: 'The gateway refuses a token whose claims or signature were changed by one character',
  clauses: ['oauth21/bearer-validate-token', 'rfc9068/rs-checks-signature', 'mcp/authz/server-401-invalid-token'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const { header, claims, signature } = jwtOf(accessToken);
    const forged = sealed({ header, claims: { ...claims, scope: world.scopes.trade, jti: 'another' }, signature });
    for (const token of [forged, flipped(accessToken)]) {
      expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
    }
  },
  remedy: 'Verify the signature over the token as it came, before reading anything in it.',
  mutants: [{ name: 'believes-any-signature', replaces: { signatureIsValid: () => true } }],
});
