import { rewriteAnswer, rewriteFields, rewriteTokenAnswer } from '../vocabulary/rewrites.ts';
import type { Variation } from '../vocabulary/variation.ts';

/** Words in the opposite order. */
const reversedWords = (words: unknown): string => String(words).split(' ').reverse().join(' ');

/** What token answers, errors and registrations leave open. */
export const tokenVariations: readonly Variation[] = [
  {
    name: 'more-in-token-answers',
    round: 1,
    does: 'Adds members of its own to each token answer.',
    allowedBy: 'RFC 6749 §5.1: a client ignores values that it does not know',
    rewrites: rewriteTokenAnswer({
      issued_at: 1_764_000_000,
      refresh_expires_in: 0,
      'example.com/plan': { name: null },
    }),
  },
  {
    name: 'bearer-in-small-letters',
    round: 2,
    does: 'Writes the token type as “bearer”.',
    allowedBy: 'RFC 6749 §5.1: its value is case insensitive',
    rewrites: rewriteTokenAnswer(({ token_type }) => ({ token_type: String(token_type).toLowerCase() })),
  },
  {
    name: 'scopes-in-another-order',
    round: 1,
    does: 'Names the scopes of a token in another order than they were asked for.',
    allowedBy: 'RFC 6749 §3.3: their order does not matter',
    rewrites: rewriteTokenAnswer(({ scope }) => (scope ? { scope: reversedWords(scope) } : {})),
  },
  {
    name: 'more-claims',
    round: 1,
    does: 'Puts claims of its own into access tokens, and those of OpenID and of others.',
    allowedBy: 'RFC 9068 §2.2.1, §2.2.3, RFC 7519 §4.3',
    replaces: {
      claimsOfAToken: (claims) => ({
        ...claims,
        nbf: claims.iat,
        amr: ['pwd'],
        'https://example.com/desk': { floor: 3 },
      }),
    },
  },
  {
    name: 'an-audience-in-a-list',
    round: 2,
    does: 'Names the audience of an access token in a list of one.',
    allowedBy: 'RFC 7519 §4.1.3',
    replaces: { claimsOfAToken: (claims) => ({ ...claims, aud: [claims.aud] }) },
  },
  {
    name: 'long-access-tokens',
    round: 3,
    does: 'Puts so many groups into access tokens that they are four thousand characters long.',
    allowedBy: 'RFC 6749 §5.1: their size is left undefined; RFC 9068 §2.2.3.1: groups and entitlements',
    replaces: {
      claimsOfAToken: (claims) => ({
        ...claims,
        groups: Array.from({ length: 150 }, (_, n) => `desk/${n}/traders`),
      }),
    },
  },
  {
    name: 'token-answers-without-an-expiry',
    round: 3,
    does: 'Does not say in token answers when a token expires.',
    allowedBy: 'RFC 6749 §5.1: expires_in is recommended',
    rewrites: rewriteTokenAnswer({ expires_in: undefined }),
  },
  {
    name: 'no-grace-for-refresh-tokens',
    round: 3,
    does: 'Ends a connection as soon as one of its refresh tokens comes a second time, though the answer may have been lost.',
    allowedBy: 'OAuth 2.1 §4.3.1, RFC 9700 §4.14.2: a grace is up to the server',
    replaces: { reuseLooksLikeALostAnswer: () => false },
  },
  {
    name: 'one-grant-a-client',
    round: 3,
    does: 'Ends what a user gave a client before when the same client connects again.',
    allowedBy: 'RFC 6749 §1.5, §5.1: how long a grant lives is up to the server',
    replaces: { grantsStandSideBySide: (ofTheSameClient) => ofTheSameClient === 0 },
  },
  {
    name: 'odd-secrets',
    round: 1,
    does: 'Ends codes, refresh tokens and cookies with characters that URLs and forms have to write otherwise.',
    allowedBy: 'RFC 6749 appendix A.11, A.17: any visible character',
    appends: '~+/=.-_',
  },
  {
    name: 'long-secrets',
    round: 2,
    does: 'Makes codes, refresh tokens and cookies a thousand characters long.',
    allowedBy: 'RFC 6749 §4.1.2, §5.1: their size is left undefined',
    appends: 'x'.repeat(1000),
  },
  {
    name: 'errors-without-words',
    round: 1,
    does: 'Leaves out the description of each OAuth error.',
    allowedBy: 'RFC 6749 §5.2: error_description is optional',
    rewrites: rewriteFields({ status: 'refusal' }, ({ error_description }) =>
      error_description === undefined ? {} : { error_description: undefined },
    ),
  },
  {
    name: 'errors-with-more',
    round: 2,
    does: 'Adds a link and members of its own to each OAuth error.',
    allowedBy: 'RFC 6749 §5.2: error_uri, and further parameters',
    rewrites: rewriteFields({ status: 'refusal' }, ({ error }) =>
      typeof error === 'string'
        ? { error_uri: 'https://docs.example.com/errors', trace_id: 'a1b2', error_codes: [70] }
        : {},
    ),
  },
  {
    name: 'an-unknown-client-is-400',
    round: 1,
    does: 'Answers a token request of an unknown client with 400, where the request authenticates in no header.',
    allowedBy: 'RFC 6749 §5.2: invalid_client is 400, and 401 where a header was tried',
    rewrites: rewriteAnswer({ path: ['/oauth/token', '/oauth/revoke'], status: 401 }, ({ body, sent, headers }) => {
      const isUnknown = (body as { error?: string }).error === 'invalid_client' && !sent?.authorization;
      return isUnknown ? { status: 400, headers: { ...headers, 'www-authenticate': undefined } } : undefined;
    }),
  },
  {
    name: 'a-revocation-answers-with-json',
    round: 1,
    does: 'Answers a revocation with an empty JSON document.',
    allowedBy: 'RFC 7009 §2.2: the content of the body is ignored',
    rewrites: rewriteAnswer(
      { path: '/oauth/revoke', status: 200 },
      {
        headers: { 'content-type': 'application/json' },
        body: {},
      },
    ),
  },
  {
    name: 'more-in-registrations',
    round: 1,
    does: 'Adds members to the answer of a registration, among them some that it filled in by itself.',
    allowedBy: 'RFC 7591 §3.2.1, §2: a server may add metadata; unknown members are ignored',
    rewrites: rewriteFields(
      { path: '/oauth/register', status: 201 },
      {
        contacts: [],
        application_type: 'native',
        software_id: null,
        'example.com/tier': 'free',
      },
    ),
  },
  {
    name: 'no-store-among-other-words',
    round: 1,
    does: 'Says no-store in capitals and among other words.',
    allowedBy: 'RFC 9111 §5.2: directives have no case, and may be several',
    rewrites: rewriteAnswer({}, ({ headers: { 'cache-control': words } }) =>
      words === 'no-store'
        ? { headers: { 'cache-control': 'private,No-Store , max-age=0', pragma: 'no-cache' } }
        : undefined,
    ),
  },
  {
    name: 'more-in-the-brokerages-token-answers',
    round: 1,
    does: 'The brokerage adds members of its own to each token answer.',
    allowedBy: 'RFC 6749 §5.1: a client ignores values that it does not know',
    rewrites: rewriteFields(
      { at: 'broker', path: '/oauth2/token', status: 200 },
      {
        issued_at: 1_764_000_000,
        'example.com/plan': { name: null },
      },
    ),
  },
  {
    name: 'demands-no-nonces',
    round: 4,
    does: 'Takes proofs of possession without a nonce.',
    allowedBy: 'RFC 9449 §8: a server may give nonces, and need not',
    replaces: { proofHoldsANonce: () => true },
  },
];
