import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/brokerage-completes-an-s256-flow',
  title: 'A client that goes to the brokerage directly redeems its code with its verifier',
  clauses: ['oauth21/pkce-supported', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    expect.status(await redeemAtBrokerage(world, client, authorized), 200);
  },
  remedy: 'Store the code_challenge with the code and compare it with base64url(SHA-256(code_verifier)).',
  mutants: [{ name: 'brokerage-finds-no-verifier-right', replaces: { brokerVerifierMatchesChallenge: () => false } }],
});
