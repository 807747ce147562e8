import { expect, Untestable } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { s256, tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-a-partner-with-a-wrong-secret',
  title: 'Nobody speaks in the gateway’s name at the brokerage without its secret',
  clauses: [
    'oauth21/token-confidential-must-auth',
    'oauth21/refresh-confidential-auth',
    'oauth21/token-invalid-client-body',
  ],
  applies: { needs: ['first-party-partner'] },
  blame: 'broker',
  async run(world) {
    const client = await world.client();
    const start = new URL(endpoint(await world.discovery(), 'authorization_endpoint'));
    const { clientId: client_id, redirectUri: redirect_uri } = client;
    const code_challenge = s256(world.secret('code_verifier'));
    const params = { response_type: 'code', client_id, redirect_uri, code_challenge, code_challenge_method: 'S256' };
    for (const [name, value] of Object.entries(params)) start.searchParams.set(name, value);
    const { location = '' } = (await world.http.get(start.href)).headers;
    const { origin } = world.brokerage();
    const partner = location.startsWith(origin) ? new URL(location).searchParams.get('client_id') : null;
    if (!partner) throw new Untestable('needs to see as which client the gateway goes to the brokerage');
    for (const client_secret of [undefined, world.secret('client_secret')]) {
      const asked = { grant_type: 'refresh_token', refresh_token: 'unknown', client_id: partner, client_secret };
      expect.oauthError(await tokenRequest(world, asked, `${origin}/oauth2/token`), [400, 401], 'invalid_client');
    }
  },
  remedy: 'Require the secret of a confidential client at every request to the token endpoint.',
  variations: ['the-brokerages-json-with-escapes', 'odd-secrets', 'long-secrets', 'bodies-in-brotli'],
  mutants: [{ name: 'brokerage-takes-any-secret', replaces: { brokerClientSecretMatches: () => true } }],
});
