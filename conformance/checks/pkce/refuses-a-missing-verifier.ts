import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/refuses-a-missing-verifier',
  title: 'A code whose request had a challenge is not redeemed without a verifier',
  clauses: ['oauth21/pkce-missing-verifier', 'rfc9700/pkce-enforced-when-used'],
  dependsOn: ['pkce/completes-an-s256-flow'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const answer = await redeem(world, client, authorized, { code_verifier: undefined });
    expect.oauthError(answer, 400, 'invalid_grant', 'invalid_request');
  },
  remedy: 'Require code_verifier whenever the authorization request carried a challenge.',
  mutants: [{ name: 'forgets-to-ask-for-the-verifier', replaces: { verifierIsGiven: () => true } }],
});
