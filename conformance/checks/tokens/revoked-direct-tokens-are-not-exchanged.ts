import { connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/revoked-direct-tokens-are-not-exchanged',
  title: 'A direct token that was revoked at the brokerage is refused at its first use',
  clauses: ['rfc7009/revoke-immediate', 'AR-11', 'AR-14'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['tokens/accepts-direct-tokens'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    expect.status(await revokeAtBrokerage(world, connection.client, connection.accessToken), 200);
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
  },
  remedy: 'Refuse to exchange a token that was revoked, and answer the client’s call with 401.',
  mutants: [{ name: 'brokerage-exchanges-revoked-tokens', replaces: { brokerSubjectTokenIsLive: () => true } }],
});
