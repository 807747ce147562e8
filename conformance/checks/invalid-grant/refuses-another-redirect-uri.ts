import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-another-redirect-uri',
  title: 'A code is not redeemed with another redirect_uri than the one of its request',
  clauses: ['rfc6749/redirect-uri-match-at-token', 'oauth21/redirect-uri-accepted-at-token'],
  // OAuth 2.1 §10.2 demands it only of who wants to serve clients of OAuth 2.0, too.
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const elsewhere = { redirect_uri: `${authorized.redirectUri}/elsewhere` };
    expect.oauthError(await redeem(world, client, authorized, elsewhere), 400, 'invalid_grant');
  },
  remedy: 'Store the redirect_uri with the code and answer 400 invalid_grant when the token request names another.',
  mutants: [{ name: 'redeems-a-code-for-any-redirect-uri', replaces: { codeIsForThisRedirectUri: () => true } }],
});
