import { expect } from '../../vocabulary/expect.ts';
import { profileHas } from '../../vocabulary/profile.ts';
import { rewriteDocument } from '../../vocabulary/rewrites.ts';
import { serverMetadata } from '../../wire/discover.ts';
import { check } from './area.ts';
import { ofServer } from './metadata.ts';

export default check({
  id: 'discovery/announces-only-what-works',
  title: 'The grants that are announced are the code grant and what works: nothing that OAuth 2.1 has removed',
  clauses: [
    'mcp/authz/as-oauth21-baseline',
    'rfc8414/response-types-present',
    'rfc8414/announced-is-true',
    'oauth21/implicit-removed',
  ],
  blame: 'authorization-server',
  async run(world) {
    const found = serverMetadata(await world.discovery());
    // By RFC 8414 a list that is left out means implicit, too, which OAuth 2.1 no longer has: nothing is announced then.
    const grants: unknown = found.doc.grant_types_supported ?? ['authorization_code'];
    expect.includes(grants, 'authorization_code', 'grant_types_supported', found.answer);
    // That `implicit` stands there alone may mean ID tokens: what OAuth 2.1 removed is told by the response types.
    const removed = (grants as string[]).filter((grant) => grant === 'password');
    expect.equal(removed, [], 'the list of removed grants', found.answer);
    expect.includes(found.doc.response_types_supported, 'code', 'response_types_supported', found.answer);
    const implicit = ((found.doc.response_types_supported ?? []) as string[]).filter((type) => /\btoken\b/.test(type));
    expect.equal(implicit, [], 'the list of removed response types', found.answer);
    // When to give a refresh token is up to the server, unless a profile says so.
    if (!profileHas(world.profile, 'refresh') || !(grants as string[]).includes('refresh_token')) return;
    const { refreshToken } = await world.lookAt();
    expect.that(refreshToken, { expected: 'a refresh token: the grant is announced', seen: 'none' });
  },
  remedy: 'List in grant_types_supported exactly the grants that the token endpoint takes.',
  variations: [
    'more-in-the-metadata',
    'more-in-the-resource-metadata',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'header-names-in-capitals',
  ],
  mutants: [
    { name: 'announces-refreshing-and-gives-nothing-to-refresh-with', replaces: { refreshTokenIsGiven: () => false } },
    {
      name: 'announces-the-password-grant',
      rewrites: rewriteDocument(ofServer, ({ grant_types_supported }) => ({
        grant_types_supported: [...grant_types_supported, 'password'],
      })),
    },
    {
      name: 'lists-no-response-types',
      rewrites: rewriteDocument(ofServer, { response_types_supported: undefined }),
    },
    {
      name: 'announces-the-implicit-flow',
      rewrites: rewriteDocument(ofServer, { response_types_supported: ['code', 'token'] }),
    },
  ],
});
