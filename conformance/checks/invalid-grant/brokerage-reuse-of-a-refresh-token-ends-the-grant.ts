import { connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-reuse-of-a-refresh-token-ends-the-grant',
  title: 'When a rotated refresh token comes back to the brokerage, its successor is void too',
  clauses: ['oauth21/refresh-reuse-revokes-family', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['invalid-grant/brokerage-refreshes'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    const { refresh_token } = (await refreshAtBrokerage(world, connection)).json();
    await refreshAtBrokerage(world, connection);
    expect.oauthError(await refreshAtBrokerage(world, connection, { refresh_token }), 400, 'invalid_grant');
  },
  remedy: 'End the grant when a used refresh token comes back.',
  mutants: [
    {
      name: 'brokerage-lets-a-thief-keep-the-newest-refresh-token',
      replaces: { brokerRefreshReuseEndsTheGrant: () => false },
    },
  ],
});
