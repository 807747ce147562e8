import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-an-authentication-method-that-does-not-exist',
  title: 'A way of authenticating that does not exist is refused with invalid_client_metadata',
  clauses: ['rfc7591/dcr-invalid-client-metadata'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { token_endpoint_auth_method: 'openbell_handshake' });
    expect.oauthError(answer, 400, 'invalid_client_metadata');
  },
  remedy: 'Refuse a token_endpoint_auth_method that is not in token_endpoint_auth_methods_supported.',
  mutants: [{ name: 'registers-any-way-of-authenticating', replaces: { clientIsPublic: () => true } }],
});
