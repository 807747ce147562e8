import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/brokerage-refuses-a-wrong-verifier',
  title: 'The brokerage does not redeem a code with another verifier',
  clauses: ['oauth21/pkce-wrong-verifier', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    const answer = await redeemAtBrokerage(world, client, authorized, { code_verifier: world.secret('code_verifier') });
    expect.oauthError(answer, 400, 'invalid_grant');
  },
  remedy:
    'Compare base64url(SHA-256(code_verifier)) with the stored challenge and answer 400 invalid_grant when they differ.',
  mutants: [{ name: 'brokerage-accepts-any-verifier', replaces: { brokerVerifierMatchesChallenge: () => true } }],
});
