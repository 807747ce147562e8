import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/requires-a-redirect-uri',
  title: 'A client without any redirect URI is not registered',
  clauses: [
    'rfc7591/dcr-redirect-uris-required',
    'oauth21/redirect-uri-registration-required',
    'rfc8252/native-exact-redirect',
  ],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    for (const redirectUris of [undefined, []]) {
      const answer = await register(world, { redirect_uris: redirectUris });
      expect.oauthError(answer, 400, 'invalid_redirect_uri', 'invalid_client_metadata');
    }
  },
  remedy: 'Refuse a registration without redirect_uris with 400 invalid_redirect_uri.',
  mutants: [{ name: 'registers-clients-that-lead-nowhere', replaces: { redirectUrisAreGiven: () => true } }],
});
