import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-a-repeated-parameter',
  title: 'A parameter that is sent twice is answered with 400 invalid_request',
  clauses: ['oauth21/token-duplicate-params'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const params = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client.clientId,
      redirect_uri: authorized.redirectUri,
      code_verifier: authorized.verifier,
    });
    for (const code of [authorized.code!, authorized.code!]) params.append('code', code);
    const url = endpoint(await world.discovery(), 'token_endpoint');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect.oauthError(await world.http.send({ url, headers, body: params.toString() }), 400, 'invalid_request');
  },
  remedy: 'Count the parameters before reading them: of two values, two parts of a system may believe different ones.',
  mutants: [{ name: 'takes-the-first-of-two-values', replaces: { parametersAreNotRepeated: () => true } }],
});
