import { expect } from '../../vocabulary/expect.ts';
import { tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { registeredForCodesAlone } from './registered-for-codes-alone.ts';

export default check({
  id: 'invalid-grant/calls-a-grant-out-of-bounds-unauthorized-client',
  title: 'A client that uses a grant it did not register for is answered with unauthorized_client',
  // Which of two errors is named where both are true is up to the server.
  clauses: ['rfc7591/dcr-grant-types-kept', 'oauth21/token-unauthorized-client'],
  applies: { needs: ['registration', 'refresh', 'registered-grants'] },
  lane: 'exclusive',
  async run(world) {
    const { clientId: client_id } = await registeredForCodesAlone(world);
    const refresh_token = world.secret('refresh_token');
    const answer = await tokenRequest(world, { grant_type: 'refresh_token', client_id, refresh_token });
    expect.oauthError(answer, 400, 'unauthorized_client');
  },
  remedy: 'Compare grant_type with the grant_types of the client and answer 400 unauthorized_client.',
  mutants: [{ name: 'lets-clients-use-any-grant', replaces: { clientMayUseGrantType: () => true } }],
});
