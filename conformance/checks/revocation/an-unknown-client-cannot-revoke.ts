import { expect } from '../../vocabulary/expect.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/an-unknown-client-cannot-revoke',
  title: 'Whoever is no client here is answered with invalid_client, and the token lives on',
  clauses: ['rfc7009/revoke-error-format', 'rfc7009/revoke-client-auth'],
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const stranger = { client_id: '00000000-0000-4000-8000-000000000000', client_secret: undefined };
    const answer = await revoke(world, connection.client, connection.accessToken, stranger);
    expect.oauthError(answer, [400, 401], 'invalid_client');
    expect.status(await world.mcp(connection).request('tools/list'), 200);
  },
  remedy: 'Find the client first and answer invalid_client as the token endpoint does.',
  mutants: ['serves-clients-that-nobody-knows'],
});
