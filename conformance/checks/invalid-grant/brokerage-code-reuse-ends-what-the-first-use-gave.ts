import { connectAtBrokerage, redeemAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { brokerage } from './places.ts';

export default check({
  id: 'invalid-grant/brokerage-code-reuse-ends-what-the-first-use-gave',
  title: 'When a code is redeemed at the brokerage a second time, what the first time gave is void',
  clauses: ['oauth21/code-reuse-revokes', 'AR-11'],
  ...brokerage.conduct,
  dependsOn: ['invalid-grant/brokerage-refreshes'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    await redeemAtBrokerage(world, connection.client, connection.authorized);
    expect.oauthError(await refreshAtBrokerage(world, connection), 400, 'invalid_grant');
  },
  remedy: 'A code that comes twice was stolen at least once: end the grant.',
  variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
  mutants: [
    { name: 'brokerage-leaves-the-tokens-of-a-replayed-code', replaces: { brokerCodeReplayEndsTheGrant: () => false } },
  ],
});
