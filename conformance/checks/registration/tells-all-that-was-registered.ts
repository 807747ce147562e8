import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/tells-all-that-was-registered',
  title: 'The answer to a registration holds all that was registered, redirect URIs above all',
  clauses: [
    'rfc7591/dcr-all-metadata-returned',
    'rfc7591/dcr-redirect-uris-returned-same',
    'rfc7591/dcr-auth-method-honored',
  ],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const redirectUris = [world.redirectUri, 'https://client.example/callback?from=openbell'];
    const answer = await register(world, { client_name: 'openbell echo', redirect_uris: redirectUris });
    expect.status(answer, 201);
    const doc = answer.json();
    expect.equal(doc.redirect_uris, redirectUris, 'redirect_uris', answer);
    expect.equal(doc.client_name, 'openbell echo', 'client_name', answer);
    // The server may choose another than the one asked for, but it has to say which.
    const method: unknown = doc.token_endpoint_auth_method;
    expect.that(typeof method === 'string', {
      expected: 'token_endpoint_auth_method',
      seen: String(method),
      at: answer,
    });
    expect.includes(doc.grant_types, 'authorization_code', 'grant_types', answer);
  },
  remedy: 'Send back every member as it was stored, with the values that you chose yourself.',
  mutants: [{ name: 'tells-the-id-alone', replaces: { registrationIsEchoed: ({ client_id }) => ({ client_id }) } }],
});
