import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/redeems-without-a-redirect-uri',
  title: 'A client of OAuth 2.1, which leaves redirect_uri out of the token request, gets its tokens',
  clauses: ['oauth21/redirect-uri-not-needed-at-token'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    expect.status(await redeem(world, client, authorized, { redirect_uri: undefined }), 200);
  },
  remedy: 'Compare redirect_uri where it is sent; where it is not, PKCE does its work.',
  mutants: [
    {
      name: 'insists-on-the-redirect-uri',
      replaces: { codeIsForThisRedirectUri: (ofCode, given) => given === ofCode },
    },
  ],
});
