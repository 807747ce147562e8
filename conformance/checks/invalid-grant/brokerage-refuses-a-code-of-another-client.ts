import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-a-code-of-another-client',
  title: 'At the brokerage a code is redeemed only by the client that it was issued to',
  clauses: ['oauth21/code-bound-to-client', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    const other = await brokerageKey(world, person, 'direct');
    expect.oauthError(await redeemAtBrokerage(world, other, authorized), 400, 'invalid_grant');
  },
  remedy: 'Compare the client of the code with the client that redeems it.',
  mutants: [{ name: 'brokerage-redeems-a-code-for-any-client', replaces: { brokerCodeBelongsToClient: () => true } }],
});
