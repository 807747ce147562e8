import { Blocked, describe, expect, Untestable } from '../../vocabulary/expect.ts';
import { register, tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/calls-a-grant-out-of-bounds-unauthorized-client',
  title: 'A client that uses a grant it did not register for is answered with unauthorized_client',
  clauses: ['oauth21/token-unauthorized-client'],
  // Which of two errors is named where both are true is up to the server.
  applies: { needs: ['registration', 'refresh'], profiles: ['dynamic-client'] },
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const registered = await register(world, {
      redirect_uris: [world.redirectUri],
      grant_types: ['authorization_code'],
    });
    if (registered.status !== 201) throw new Blocked(`registration was answered with ${describe(registered)}`);
    if (registered.json().grant_types?.includes('refresh_token'))
      throw new Untestable('needs a client without refresh tokens: the server registered it with them');
    const client = { clientId: registered.json().client_id, redirectUri: world.redirectUri, name: 'openbell' };
    const params = {
      grant_type: 'refresh_token',
      client_id: client.clientId,
      refresh_token: world.secret('refresh_token'),
    };
    expect.oauthError(await tokenRequest(world, params), 400, 'unauthorized_client');
  },
  remedy: 'Compare grant_type with the grant_types of the client and answer 400 unauthorized_client.',
  mutants: [{ name: 'lets-clients-use-any-grant', replaces: { clientMayUseGrantType: () => true } }],
});
