import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/reads-forms-only',
  title: 'A token request in JSON is refused',
  clauses: ['oauth21/token-form-encoded'],
  // What the document says of forms, it says to clients.
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const { code, redirectUri: redirect_uri, verifier: code_verifier } = authorized;
    const json = { grant_type: 'authorization_code', client_id: client.clientId, code, redirect_uri, code_verifier };
    const answer = await world.http.send({ url: endpoint(await world.discovery(), 'token_endpoint'), json });
    // Whoever reads no JSON may find that all of it is missing, the client first.
    if (answer.status === 415) return;
    expect.oauthError(answer, [400, 401], 'invalid_request', 'invalid_client', 'unsupported_grant_type');
  },
  remedy: 'Read application/x-www-form-urlencoded at the token endpoint and nothing else.',
  mutants: ['calls-a-missing-parameter-a-bad-grant'],
});
