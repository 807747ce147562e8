import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/ties-the-verifier-to-its-own-code',
  title: 'Of two flows at once, neither code is redeemed with the verifier of the other',
  clauses: ['oauth21/pkce-challenge-bound'],
  dependsOn: ['pkce/completes-an-s256-flow'],
  async run(world) {
    const { person, client, authorized } = await freshCode(world);
    const second = await freshCode(world, { person, client });
    const swapped = { code_verifier: second.authorized.verifier };
    expect.oauthError(await redeem(world, client, authorized, swapped), 400, 'invalid_grant');
    const back = { code_verifier: authorized.verifier };
    expect.oauthError(await redeem(world, client, second.authorized, back), 400, 'invalid_grant');
  },
  remedy: 'Keep the challenge with the code, not with the client, the user or the session.',
  variations: ['errors-without-words', 'errors-with-more'],
  mutants: ['accepts-any-verifier'],
});
