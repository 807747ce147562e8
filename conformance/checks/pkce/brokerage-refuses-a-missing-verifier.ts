import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/brokerage-refuses-a-missing-verifier',
  title: 'The brokerage does not redeem a code without its verifier',
  clauses: ['oauth21/pkce-missing-verifier', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    const answer = await redeemAtBrokerage(world, client, authorized, { code_verifier: undefined });
    expect.oauthError(answer, 400, 'invalid_grant', 'invalid_request');
  },
  remedy: 'Require code_verifier whenever the authorization request carried a challenge.',
  mutants: [{ name: 'brokerage-forgets-to-ask-for-the-verifier', replaces: { brokerVerifierIsPresent: () => true } }],
});
