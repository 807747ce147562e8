import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem, s256 } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/refuses-the-challenge-as-verifier',
  title: 'The code_challenge does not pass for its own verifier',
  clauses: ['oauth21/pkce-plain-verifier-under-s256'],
  dependsOn: ['pkce/completes-an-s256-flow'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const answer = await redeem(world, client, authorized, { code_verifier: s256(authorized.verifier) });
    expect.oauthError(answer, 400, 'invalid_grant');
  },
  remedy: 'Remember that the challenge was S256 and always hash the verifier before comparing.',
  mutants: [
    {
      name: 'compares-verifier-and-challenge-as-they-are',
      replaces: {
        verifierMatchesChallenge: (verifier, challenge) => verifier === challenge || s256(verifier) === challenge,
      },
    },
  ],
});
