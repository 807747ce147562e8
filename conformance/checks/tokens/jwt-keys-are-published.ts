import { jwtOf } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteFields, rewriteTokenAnswer } from '../../vocabulary/rewrites.ts';
import { endpoint } from '../../wire/discover.ts';
import { check } from './area.ts';

/** A sin: tokens say that they are signed in this way. */
const signedBy = (alg: string) =>
  rewriteTokenAnswer(({ access_token }) => {
    const [header = '', ...rest] = String(access_token).split('.');
    const said = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return { access_token: [Buffer.from(JSON.stringify({ ...said, alg })).toString('base64url'), ...rest].join('.') };
  });

export default check({
  id: 'tokens/jwt-keys-are-published',
  title: 'The key that signs access tokens is at jwks_uri, and is an asymmetric one',
  clauses: ['rfc9068/jwt-keys-published', 'rfc9068/jwt-signed', 'rfc9068/jwt-asymmetric'],
  applies: { needs: ['oauth', 'jwt-tokens'] },
  blame: 'authorization-server',
  async run(world) {
    const { accessToken } = await world.borrow();
    const { header } = jwtOf(accessToken);
    const algorithm = String(header.alg);
    const asymmetric = /^(RS|PS|ES)\d{3}$|^EdDSA$|^Ed25519$/.test(algorithm);
    expect.that(asymmetric, { expected: 'an asymmetric alg', seen: algorithm });
    const answer = await world.http.get(endpoint(await world.discovery(), 'jwks_uri'));
    const kids = (answer.json().keys ?? []).map(({ kid }: { kid?: string }) => kid);
    expect.includes(kids, header.kid, 'the kids at jwks_uri', answer);
  },
  remedy: 'Publish the public half of the signing key with its kid at jwks_uri.',
  variations: ['keys-of-other-kinds', 'a-cookie-of-the-load-balancer'],
  mutants: [
    { name: 'publishes-no-keys', rewrites: rewriteFields({ path: '/oauth/jwks' }, { keys: [] }) },
    { name: 'issues-tokens-that-nobody-signed', rewrites: signedBy('none') },
    { name: 'signs-tokens-with-a-secret', rewrites: signedBy('HS256') },
  ],
});
