import { connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refresh-never-widens-scope',
  title: 'At the brokerage a refresh cannot ask for scope that was not granted',
  clauses: ['oauth21/refresh-scope-not-wider', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['invalid-grant/brokerage-refreshes'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    const scope = `${connection.scope} order:execution`;
    expect.oauthError(await refreshAtBrokerage(world, connection, { scope }), 400, 'invalid_scope');
  },
  remedy: 'Compare the scope that a refresh asks for with the scope of the grant.',
  mutants: [
    { name: 'brokerage-grants-any-scope-at-a-refresh', replaces: { brokerRefreshScopeIsWithinTheGrant: () => true } },
  ],
});
