import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem, s256 } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/refuses-a-verifier-of-the-wrong-form',
  title: 'A verifier that is too short, too long or has other characters is refused, even where its hash is right',
  clauses: ['oauth21/pkce-verifier-length'],
  dependsOn: ['pkce/completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const verifiers = ['a'.repeat(42), 'a'.repeat(129), `${'a'.repeat(42)} b`];
    for (const verifier of verifiers) {
      const { authorized } = await freshCode(world, { person, client, params: { code_challenge: s256(verifier) } });
      const answer = await redeem(world, client, authorized, { code_verifier: verifier });
      expect.oauthError(answer, 400, 'invalid_grant', 'invalid_request');
    }
  },
  remedy: 'Accept verifiers of 43 to 128 unreserved characters only, before hashing them.',
  mutants: [{ name: 'accepts-a-verifier-of-any-form', replaces: { verifierIsWellFormed: () => true } }],
});
