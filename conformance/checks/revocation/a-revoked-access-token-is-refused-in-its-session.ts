import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { revoke } from '../../verbs/oauth.ts';

export default check({
  id: 'revocation/a-revoked-access-token-is-refused-in-its-session',
  title: 'Revocation counts from the very next request, also in a session that is open',
  clauses: ['rfc7009/revoke-immediate', 'CT-8', 'CT-E6'],
  level: 'MUST',
  applies: { needs: ['oauth', 'revocation', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const mcp = world.mcp(connection);
    expect.status(await mcp.request('tools/list'), 200);
    expect.status(await revoke(world, connection.client, connection.refreshToken ?? connection.accessToken), 200);
    expect.bearerRefusal(await mcp.request('tools/list'), 401);
  },
  remedy: 'Verify the token at every request, the grant behind it included; cache nothing but the signature.',
  mutants: [{ name: 'serves-tokens-of-ended-grants', replaces: { grantIsAlive: () => true } }],
});
