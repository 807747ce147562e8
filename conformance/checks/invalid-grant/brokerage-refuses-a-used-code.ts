import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-a-used-code',
  title: 'At the brokerage, too, a code works once',
  clauses: ['AR-E3', 'oauth21/code-single-use'],
  level: 'MUST',
  applies: { needs: ['oauth'], profiles: ['static-client'] },
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
