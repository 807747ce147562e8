import { brokerageKey, connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-a-refresh-token-of-another-client',
  title: 'At the brokerage a refresh token works only for its client',
  clauses: ['oauth21/refresh-bound-to-client', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['invalid-grant/brokerage-refreshes'],
  async run(world) {
    const person = await world.person();
    const connection = await connectAtBrokerage(world, person, 'direct');
    const { clientId: client_id } = await brokerageKey(world, person, 'direct');
    expect.oauthError(await refreshAtBrokerage(world, connection, { client_id }), 400, 'invalid_grant');
  },
  remedy: 'Compare the client of the refresh token with the client that sends it.',
  mutants: [
    { name: 'brokerage-refreshes-for-any-client', replaces: { brokerRefreshTokenBelongsToClient: () => true } },
  ],
});
