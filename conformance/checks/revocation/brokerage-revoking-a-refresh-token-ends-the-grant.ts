import { askTradingApi, connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/brokerage-revoking-a-refresh-token-ends-the-grant',
  title: 'Revoking a refresh token at the brokerage ends its access tokens, too',
  clauses: ['rfc7009/revoke-cascades', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['revocation/brokerage-revokes-an-access-token'],
  async run(world) {
    const { client, accessToken, refreshToken } = await connectAtBrokerage(world, await world.person(), 'gateway');
    expect.status(await revokeAtBrokerage(world, client, refreshToken ?? ''), 200);
    expect.status(await askTradingApi(world, accessToken), 401);
  },
  remedy: 'End the grant when its refresh token is revoked.',
  mutants: [
    {
      name: 'brokerage-revokes-nothing-but-the-refresh-token',
      replaces: { brokerRevocationEndsTheGrant: () => false },
    },
  ],
});
