import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/refuses-a-wrong-verifier',
  title: 'A code is not redeemed with another verifier',
  clauses: ['oauth21/pkce-wrong-verifier', 'rfc7636/verify-failure-invalid-grant'],
  dependsOn: ['pkce/completes-an-s256-flow'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const wrong = world.secret('code_verifier');
    expect.oauthError(await redeem(world, client, authorized, { code_verifier: wrong }), 400, 'invalid_grant');
  },
  remedy:
    'Compare base64url(SHA-256(code_verifier)) with the stored challenge and answer 400 invalid_grant when they differ.',
  mutants: [{ name: 'accepts-any-verifier', replaces: { verifierMatchesChallenge: () => true } }],
});
