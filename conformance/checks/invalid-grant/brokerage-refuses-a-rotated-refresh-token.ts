import { connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-a-rotated-refresh-token',
  title: 'At the brokerage a refresh token works once',
  clauses: ['oauth21/refresh-rotated-invalid', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['invalid-grant/brokerage-refreshes'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    await refreshAtBrokerage(world, connection);
    expect.oauthError(await refreshAtBrokerage(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Keep rotated refresh tokens on record and answer 400 invalid_grant when one comes back.',
  mutants: [
    { name: 'brokerage-lets-rotated-refresh-tokens-live', replaces: { brokerRefreshTokenIsUnused: () => true } },
  ],
});
