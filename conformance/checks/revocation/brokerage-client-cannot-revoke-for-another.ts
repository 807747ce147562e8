import { askTradingApi, brokerageKey, connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/brokerage-client-cannot-revoke-for-another',
  title: 'At the brokerage a client does not revoke the token of another client',
  clauses: ['rfc7009/revoke-other-client', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['revocation/brokerage-revokes-an-access-token'],
  async run(world) {
    const person = await world.person();
    const { accessToken } = await connectAtBrokerage(world, person, 'gateway');
    const other = await brokerageKey(world, person, 'gateway');
    const answer = await revokeAtBrokerage(world, other, accessToken);
    if (answer.status !== 200)
      expect.oauthError(answer, [400, 401], 'invalid_grant', 'unauthorized_client', 'invalid_client');
    expect.status(await askTradingApi(world, accessToken), 200);
  },
  remedy: 'Compare the client of the token with the client that revokes it.',
  mutants: [
    {
      name: 'brokerage-lets-any-client-revoke-any-token',
      replaces: { brokerRevocationIsByTheTokensClient: () => true },
    },
  ],
});
