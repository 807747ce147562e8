import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-the-public-key-as-a-secret',
  title: 'The gateway refuses a token that is signed by HMAC with its own public key',
  clauses: ['rfc9068/rs-alg-confusion'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { header: { alg: 'HS256' } });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Choose the algorithm by the key, never by the header of the token.',
  mutants: [
    {
      name: 'lets-the-token-choose-the-algorithm',
      replaces: { signatureIsValid: (verified, alg) => verified || alg === 'HS256' },
    },
  ],
});
