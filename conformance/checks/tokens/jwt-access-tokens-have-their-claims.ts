import { profiledJwt } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { withClaims } from './with-claims.ts';

export default check({
  id: 'tokens/jwt-access-tokens-have-their-claims',
  title: 'An access token of the type at+jwt has the claims of RFC 9068',
  clauses: [
    'rfc9068/jwt-claims-iss',
    'rfc9068/jwt-claims-exp',
    'rfc9068/jwt-claims-aud',
    'rfc9068/jwt-claims-sub',
    'rfc9068/jwt-claims-client-id',
    'rfc9068/jwt-claims-iat',
    'rfc9068/jwt-claims-jti',
  ],
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer, client, accessToken } = await world.connect();
    const { claims } = profiledJwt(accessToken);
    const { issuer } = (await world.discovery()).authorizationServer!.doc;
    expect.equal(claims.iss, issuer, 'iss', answer);
    expect.equal(claims.client_id, client.clientId, 'client_id', answer);
    for (const name of ['sub', 'jti']) expect.equal(typeof claims[name], 'string', `the type of ${name}`, answer);
    for (const name of ['exp', 'iat']) expect.equal(typeof claims[name], 'number', `the type of ${name}`, answer);
    expect.that([claims.aud].flat().some(Boolean), {
      expected: 'an aud',
      seen: JSON.stringify(claims.aud) ?? 'none',
      at: answer,
    });
  },
  remedy: 'Issue access tokens of the type at+jwt with iss, sub, aud, client_id, iat, exp and jti.',
  mutants: [
    {
      name: 'forgets-whose-client-a-token-is',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: withClaims(r.body, { client_id: undefined }) }
            : r,
      },
    },
  ],
});
