import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/challenges-failed-basic-authentication',
  title: 'A wrong Authorization header at the token endpoint is a 401 invalid_client with a challenge',
  clauses: ['oauth21/token-invalid-client-401'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const credentials = Buffer.from(`${encodeURIComponent(client.clientId)}:wrong`).toString('base64');
    const { code, redirectUri: redirect_uri, verifier: code_verifier } = authorized;
    const params = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
    const answer = await tokenRequest(world, params, undefined, { authorization: `Basic ${credentials}` });
    expect.oauthError(answer, 401, 'invalid_client');
    const challenge = answer.headers['www-authenticate'] ?? 'no challenge';
    expect.that(/(^|,\s*)basic\b/i.test(challenge), {
      expected: 'WWW-Authenticate: Basic',
      seen: challenge,
      at: answer,
    });
  },
  remedy: 'Answer a failed Authorization header with 401, error=invalid_client and WWW-Authenticate: Basic.',
  mutants: [
    {
      name: 'refuses-a-client-without-a-challenge',
      rewrites: {
        at: 'gateway',
        response: (r) => {
          if (r.path !== '/oauth/token') return r;
          const { 'www-authenticate': _, ...headers } = r.headers;
          return { ...r, headers };
        },
      },
    },
  ],
});
