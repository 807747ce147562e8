import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-a-used-code',
  title: 'At the brokerage, too, a code works once',
  clauses: ['oauth21/code-single-use', 'AR-E3'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    await redeemAtBrokerage(world, client, authorized);
    expect.oauthError(await redeemAtBrokerage(world, client, authorized), 400, 'invalid_grant');
  },
  remedy: 'Mark a code as used in the same step that issues tokens for it.',
  mutants: [{ name: 'brokerage-lets-a-code-be-used-again', replaces: { brokerCodeIsUnused: () => true } }],
});
