import { check } from '../../check.ts';
import { describe, expect } from '../../expect.ts';
import { freshCode } from '../../verbs/code.ts';
import { endpoint } from '../../verbs/discover.ts';

export default check({
  id: 'invalid-grant/reads-forms-only',
  title: 'A token request in JSON is refused',
  clauses: ['oauth21/token-form-encoded'],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const { code, redirectUri: redirect_uri, verifier: code_verifier } = authorized;
    const json = { grant_type: 'authorization_code', client_id: client.clientId, code, redirect_uri, code_verifier };
    const answer = await world.http.send({ url: endpoint(await world.discovery(), 'token_endpoint'), json });
    expect.that(answer.status === 415 || answer.status === 400, {
      expected: '400 invalid_request',
      seen: describe(answer),
      at: answer,
    });
    if (answer.status === 400) expect.oauthError(answer, 400, 'invalid_request');
  },
  remedy: 'Read application/x-www-form-urlencoded at the token endpoint and nothing else.',
  mutants: ['calls-a-missing-parameter-a-bad-grant'],
});
