import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-an-expired-code',
  title: 'At the brokerage a code is no longer good after ten minutes and a half',
  clauses: ['oauth21/code-short-lived', 'AR-E3'],
  applies: { profiles: ['static-client'] },
  lane: 'exclusive',
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    await world.hooks.advance(630);
    expect.oauthError(await redeemAtBrokerage(world, client, authorized), 400, 'invalid_grant');
  },
  remedy: 'Give codes a minute to live and answer 400 invalid_grant afterwards.',
  mutants: [{ name: 'brokerage-lets-codes-live-for-ever', replaces: { brokerCodeIsFresh: () => true } }],
});
