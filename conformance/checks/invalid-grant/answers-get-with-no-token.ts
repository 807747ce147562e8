import { freshCode } from '../../stage/code.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/answers-get-with-no-token',
  title: 'The token endpoint does not answer GET with a token',
  clauses: ['oauth21/token-get-refused'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const url = new URL(endpoint(await world.discovery(), 'token_endpoint'));
    const { code, redirectUri: redirect_uri, verifier: code_verifier } = authorized;
    const params = {
      grant_type: 'authorization_code',
      client_id: client.clientId,
      code: code!,
      redirect_uri,
      code_verifier,
      resource: world.mcpUrl,
      ...(client.clientSecret ? { client_secret: client.clientSecret } : {}),
    };
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    const answer = await world.http.get(url.href);
    const { access_token } = (answer.tryJson() ?? {}) as { access_token?: unknown };
    expect.that(!access_token, { expected: 'no token', seen: describe(answer), at: answer });
  },
  remedy: 'Serve the token endpoint by POST alone: what stands in a URL ends up in logs and histories.',
  mutants: [
    {
      name: 'answers-get-at-the-token-endpoint',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.method === 'GET' && r.path === '/oauth/token'
            ? { ...r, status: 200, body: { access_token: 'x', token_type: 'Bearer' } }
            : r,
      },
    },
  ],
});
