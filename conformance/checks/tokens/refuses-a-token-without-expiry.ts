import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-token-without-expiry',
  title: 'The gateway refuses a token that never expires',
  clauses: ['oauth21/bearer-validate-token', 'rfc9068/rs-checks-exp'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { exp: null });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'A token without `exp` is not one of yours: refuse it.',
  mutants: [
    {
      name: 'takes-a-missing-expiry-for-never',
      replaces: { tokenIsUnexpired: (exp, now) => exp === undefined || (typeof exp === 'number' && now < exp * 1000) },
    },
  ],
});
