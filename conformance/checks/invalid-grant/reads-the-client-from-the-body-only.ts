import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/reads-the-client-from-the-body-only',
  title: 'A client that names itself in the URL of the token request is not known by that',
  clauses: ['oauth21/token-params-not-in-query'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const url = new URL(endpoint(await world.discovery(), 'token_endpoint'));
    url.searchParams.set('client_id', client.clientId);
    if (client.clientSecret) url.searchParams.set('client_secret', client.clientSecret);
    const answer = await redeem(
      world,
      client,
      authorized,
      { client_id: undefined, client_secret: undefined },
      url.href,
    );
    expect.oauthError(answer, [400, 401], 'invalid_client', 'invalid_request');
  },
  remedy: 'Read the parameters of a token request from its body alone: URLs end up in logs.',
  mutants: ['takes-a-request-without-client-for-a-bad-grant'],
});
