import { profiledJwt } from '../../stage/altered-token.ts';
import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAccessToken } from '../../vocabulary/rewrites.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/a-token-has-an-audience-by-default',
  title: 'A token that was asked for without a resource has an audience, or is refused with invalid_target',
  clauses: ['rfc9068/jwt-default-aud', 'rfc8707/resource-missing'],
  applies: { needs: ['oauth', 'rfc9068-tokens'] },
  blame: 'authorization-server',
  spends: 'tokens',
  async run(world) {
    const { client, authorized } = await freshCode(world, { params: { resource: undefined } });
    const answer = await redeem(world, client, authorized, { resource: undefined });
    if (answer.status === 400) return expect.oauthError(answer, 400, 'invalid_target');
    expect.status(answer, 200);
    const { access_token: token } = answer.json();
    expect.that(typeof token === 'string', { expected: 'an access_token', seen: 'none', at: answer });
    const { aud } = profiledJwt(token).claims;
    const seen = JSON.stringify(aud) ?? 'none';
    expect.that([aud].flat().some(Boolean), { expected: 'an audience', seen, at: answer });
  },
  remedy: 'Use a default resource where the client names none.',
  variations: [
    'an-audience-in-a-list',
    'more-claims',
    'more-in-token-answers',
    'bearer-in-small-letters',
    'headers-of-a-proxy',
  ],
  mutants: [{ name: 'leaves-the-audience-out', rewrites: rewriteAccessToken({ aud: undefined }) }],
});
