import { jwtOf, sealed } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-an-unsigned-token',
  title: 'The gateway refuses a token whose alg is none, however it is spelled',
  clauses: ['mcp/authz/server-validates-token', 'rfc9068/rs-rejects-none'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const { header, claims } = jwtOf(accessToken);
    for (const alg of ['none', 'None', 'nOnE']) {
      const unsigned = sealed({ header: { ...header, alg }, claims, signature: '' });
      expect.bearerRefusal(await world.mcp(unsigned).request('tools/list'), 401);
    }
  },
  remedy: 'Name the algorithms that your keys are for, and accept no other.',
  mutants: [
    {
      name: 'accepts-unsigned-tokens',
      replaces: { signatureIsValid: (verified, alg) => verified || alg?.toLowerCase() === 'none' },
    },
  ],
});
