import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-the-password-grant',
  title: 'Nobody gets a token for a user name and a password',
  clauses: ['rfc9700/password-grant-refused', 'mcp/authz/as-oauth21-baseline'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, person } = await world.connect();
    const { clientId: client_id, clientSecret: client_secret } = client;
    const params = {
      grant_type: 'password',
      client_id,
      client_secret,
      username: person.email,
      password: person.password,
    };
    expect.oauthError(await tokenRequest(world, params), [400, 401], 'unsupported_grant_type', 'unauthorized_client');
  },
  remedy: 'Take the password grant out: it hands the user’s password to whoever asks.',
  mutants: [
    {
      name: 'knows-the-password-grant',
      rewrites: rewriteJson('/oauth/token', ({ error }) =>
        error === 'unsupported_grant_type' ? { body: { error: 'invalid_grant' } } : undefined,
      ),
    },
  ],
});
