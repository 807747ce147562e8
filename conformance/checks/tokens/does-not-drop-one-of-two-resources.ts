import { jwtOf } from '../../stage/altered-token.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { expect } from '../../vocabulary/expect.ts';
import { endpoint, resourceOf } from '../../wire/discover.ts';
import { authorize, redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/does-not-drop-one-of-two-resources',
  title: 'A request for two servers gets a token for both or a refusal, never silently one',
  clauses: ['rfc8707/resource-multiple'],
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  spends: 'tokens',
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const twice = new URL(endpoint(await world.discovery(), 'authorization_endpoint'));
    for (const resource of [await resourceOf(world), 'https://another-server.example/mcp'])
      twice.searchParams.append('resource', resource);
    const authorized = await authorize(world, {
      client,
      person,
      endpoint: twice.href,
      params: { resource: undefined },
    });
    // To a server that knows no lists a parameter has come twice, which is malformed (OAuth 2.1 §3.1).
    if (!authorized.code) return expectErrorResponse(authorized, 'invalid_target', 'invalid_request');
    const answer = await redeem(world, client, authorized, { resource: undefined });
    if (answer.status === 400) return expect.oauthError(answer, 400, 'invalid_target');
    expect.status(answer, 200);
    const { aud } = jwtOf(answer.json().access_token).claims;
    expect.equal([aud].flat().length, 2, 'the number of audiences', answer);
  },
  remedy: 'Answer a list of resources that you cannot serve as a whole with error=invalid_target.',
  variations: ['odd-secrets', 'long-secrets', 'headers-of-a-proxy'],
  mutants: [
    {
      name: 'drops-all-resources-but-the-first',
      replaces: { namedResourcesAllCount: (resources) => resources.slice(0, 1) },
    },
  ],
});
