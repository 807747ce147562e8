import { expect } from '../../vocabulary/expect.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { assertAccessTokensAreTaken } from './revoking.ts';

export default check({
  id: 'revocation/a-revoked-access-token-is-refused-in-its-session',
  title: 'Revocation counts from the very next request, also in a session that is open',
  clauses: ['rfc7009/revoke-immediate', 'CT-8', 'CT-E6'],
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const mcp = world.mcp(connection);
    expect.status(await mcp.request('tools/list'), 200);
    const revoked = await revoke(world, connection.client, connection.accessToken);
    assertAccessTokensAreTaken(revoked);
    expect.status(revoked, 200);
    expect.bearerRefusal(await mcp.request('tools/list'), 401);
  },
  remedy: 'Look at every request whether the token was revoked; cache nothing but the signature.',
  variations: [
    'the-session-on-every-answer',
    'one-grant-a-client',
    'a-revocation-answers-with-json',
    'refusals-in-plain-text',
    'media-types-in-another-case',
  ],
  mutants: ['serves-revoked-access-tokens'],
});
