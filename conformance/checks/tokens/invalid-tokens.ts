import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rows } from './area.ts';
import {
  claims,
  drawnAtRandom,
  expired,
  forANeighbour,
  forAnotherServer,
  ofAnIssuerButForASlash,
  ofAnotherIssuer,
  ofAnotherUser,
  ofTheTypeJwt,
  signedByAStranger,
  signedWithThePublicKey,
  type Token,
  text,
  unsigned,
  validInTenMinutes,
  withAlteredClaims,
  withAnAlteredSignature,
} from './presented.ts';

interface Presented {
  presents: readonly Token[];
  /** The error that the challenge names. */
  error?: string;
}

const refused: Table<Presented> = {
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { presents, error }) {
    for (const token of presents) {
      expect.bearerRefusal(await world.mcp(await token(world)).request('tools/list'), 401, error);
    }
  },
};

/** Tokens that are no good, each shown to the MCP endpoint and answered with 401 and a challenge. */
export default rows(refused, [
  {
    id: 'tokens/refuses-a-foreign-audience',
    title: 'The gateway refuses a token that was issued for another server',
    clauses: [
      'mcp/authz/server-validates-audience',
      'mcp/authz/server-only-own-tokens',
      'oauth21/bearer-audience',
      'mcp/security/no-foreign-tokens',
      'rfc9068/rs-checks-aud',
      'rfc9700/rs-refuses-wrong-audience',
    ],
    applies: { needs: ['jwt-tokens'] },
    spends: 'tokens',
    presents: [forAnotherServer],
    remedy: 'Compare the token’s `aud` with your own canonical URI and answer 401 invalid_token on a mismatch.',
    variations: [
      'long-access-tokens',
      'an-audience-in-a-list',
      'more-claims',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'media-types-in-another-case',
    ],
    mutants: [{ name: 'accepts-any-audience', replaces: { audienceIsOurs: () => true } }],
  },
  {
    id: 'tokens/refuses-an-audience-that-only-begins-alike',
    title: 'The gateway refuses a token for another path or port of its own host',
    clauses: ['mcp/authz/server-validates-audience', 'rfc8707/resource-path-specific', 'rfc9068/rs-checks-aud'],
    applies: { needs: ['jwt-tokens'] },
    spends: 'tokens',
    presents: [forANeighbour('{origin}'), forANeighbour('{mcp}/other'), forANeighbour('{origin}1/mcp')],
    remedy:
      'Compare `aud` with the whole URL of the MCP endpoint: a prefix or the host alone lets in tokens of a neighbour.',
    variations: [
      'an-audience-in-a-list',
      'more-claims',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'media-types-in-another-case',
    ],
    mutants: [
      {
        name: 'compares-audiences-by-host',
        replaces: {
          audienceIsOurs: (aud, mcpUrl) => [aud].flat().some((one) => one.startsWith(new URL(mcpUrl).origin)),
        },
      },
    ],
  },
  {
    id: 'tokens/refuses-a-token-without-audience',
    title: 'The gateway refuses a token that does not say for whom it is',
    clauses: ['mcp/authz/server-rejects-missing-audience'],
    applies: { needs: ['jwt-tokens'] },
    presents: [claims({ aud: null })],
    remedy: 'Take a missing `aud` for a wrong one.',
    variations: [
      'an-audience-in-a-list',
      'more-claims',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'header-names-in-capitals',
    ],
    mutants: [
      {
        name: 'accepts-a-token-without-audience',
        replaces: { audienceIsOurs: (aud, mcpUrl) => [aud].flat().length === 0 || [aud].flat().includes(mcpUrl) },
      },
    ],
  },
  {
    id: 'tokens/refuses-another-issuer',
    title: 'The gateway refuses a token that names another issuer',
    clauses: ['mcp/authz/server-validates-token', 'rfc9068/rs-checks-iss'],
    applies: { needs: ['jwt-tokens'] },
    presents: [ofAnotherIssuer, ofAnIssuerButForASlash],
    remedy: 'Compare `iss` with your issuer, character for character.',
    variations: [
      'an-audience-in-a-list',
      'more-claims',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'bodies-in-gzip',
    ],
    mutants: [{ name: 'accepts-any-issuer', replaces: { issuerIsExpected: () => true } }],
  },
  {
    id: 'tokens/refuses-an-expired-token',
    title: 'The gateway refuses a token from its expiry on, a small leeway aside',
    clauses: ['mcp/authz/server-401-expired-token', 'oauth21/bearer-expired', 'rfc9068/rs-checks-exp', 'CT-E1'],
    lane: 'exclusive',
    takesTime: true,
    presents: [expired],
    remedy: 'Check `exp` at every request and answer 401 invalid_token.',
    variations: [
      'long-access-tokens',
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'header-names-in-capitals',
    ],
    mutants: [{ name: 'accepts-expired-tokens', replaces: { tokenIsUnexpired: () => true } }],
  },
  {
    id: 'tokens/refuses-a-token-without-expiry',
    title: 'The gateway refuses a token that never expires',
    clauses: ['oauth21/bearer-validate-token', 'rfc9068/rs-checks-exp'],
    applies: { needs: ['jwt-tokens'] },
    presents: [claims({ exp: null })],
    remedy: 'A token without `exp` is not one of yours: refuse it.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'bodies-in-gzip',
    ],
    mutants: [
      {
        name: 'takes-a-missing-expiry-for-never',
        replaces: {
          tokenIsUnexpired: (exp, now) => exp === undefined || (typeof exp === 'number' && now < exp * 1000),
        },
      },
    ],
  },
  {
    id: 'tokens/refuses-a-token-before-its-time',
    title: 'The gateway refuses a token whose `nbf` lies ahead',
    clauses: ['oauth21/bearer-validate-token'],
    applies: { needs: ['jwt-tokens'] },
    presents: [validInTenMinutes],
    remedy: 'Where a token has `nbf`, compare it with the time.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'connections-are-closed',
    ],
    mutants: [{ name: 'overlooks-not-before', replaces: { tokenIsInForce: () => true } }],
  },
  {
    id: 'tokens/refuses-another-type',
    title: 'The gateway refuses a token that does not call itself an access token',
    clauses: ['rfc9068/rs-checks-typ', 'rfc9068/rs-rejects-id-token'],
    applies: { needs: ['rfc9068-tokens'] },
    spends: 'tokens',
    presents: [ofTheTypeJwt],
    remedy:
      'Accept typ at+jwt only, so that an ID token or a token for another purpose cannot pass for an access token.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'headers-of-a-proxy',
    ],
    mutants: [{ name: 'takes-any-jwt-for-an-access-token', replaces: { tokenTypeIsAccessToken: () => true } }],
  },
  {
    id: 'tokens/refuses-a-token-that-contradicts-its-grant',
    title: 'The gateway refuses a token that names another user than the one who granted it',
    // Whoever trusts their own signature may read all of this from the token.
    clauses: ['oauth21/token-matches-grant', 'oauth21/bearer-validate-token', 'mcp/authz/server-validates-token'],
    applies: { needs: ['jwt-tokens'] },
    presents: [ofAnotherUser],
    remedy: 'Compare sub and client_id with the grant that the token refers to.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'bodies-in-brotli',
    ],
    mutants: [{ name: 'overlooks-whose-token-it-is', replaces: { tokenAgreesWithItsGrant: () => true } }],
  },
  {
    id: 'tokens/refuses-a-token-that-lacks-a-claim',
    title: 'The gateway refuses a token without an id, by which it could be revoked',
    // No document asks a server for more than what it needs to validate a token.
    clauses: ['rfc9068/rs-requires-jti', 'oauth21/bearer-validate-token'],
    applies: { needs: ['jwt-tokens'] },
    presents: [claims({ jti: null })],
    remedy: 'Require the claims of RFC 9068 §2.2: what lacks one is not a token of yours.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'media-types-in-another-case',
    ],
    mutants: [{ name: 'needs-no-claims', replaces: { requiredClaimsAreThere: () => true } }],
  },
  {
    id: 'tokens/refuses-a-foreign-key',
    title: 'The gateway refuses a token that somebody else has signed',
    clauses: ['mcp/authz/server-validates-token', 'mcp/authz/server-no-foreign-tokens', 'rfc9068/rs-checks-signature'],
    applies: { needs: ['jwt-tokens'] },
    presents: [signedByAStranger],
    remedy: 'Verify signatures with the keys of your own issuer only.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'connections-are-closed',
    ],
    mutants: ['believes-any-signature'],
  },
  {
    id: 'tokens/refuses-an-altered-token',
    title: 'The gateway refuses a token whose claims or signature were changed by one character',
    clauses: [
      'mcp/authz/server-validates-token',
      'oauth21/bearer-validate-token',
      'rfc9068/rs-checks-signature',
      'mcp/authz/server-401-invalid-token',
    ],
    applies: { needs: ['jwt-tokens'] },
    presents: [withAlteredClaims, withAnAlteredSignature],
    remedy: 'Verify the signature over the token as it came, before reading anything in it.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [{ name: 'believes-any-signature', replaces: { signatureIsValid: () => true } }],
  },
  {
    id: 'tokens/refuses-an-unsigned-token',
    title: 'The gateway refuses a token whose alg is none, however it is spelled',
    clauses: ['mcp/authz/server-validates-token', 'rfc9068/rs-rejects-none'],
    applies: { needs: ['jwt-tokens'] },
    presents: [unsigned('none'), unsigned('None'), unsigned('nOnE')],
    remedy: 'Name the algorithms that your keys are for, and accept no other.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'connections-are-closed',
    ],
    mutants: [
      {
        name: 'accepts-unsigned-tokens',
        replaces: { signatureIsValid: (verified, alg) => verified || alg?.toLowerCase() === 'none' },
      },
    ],
  },
  {
    id: 'tokens/refuses-the-public-key-as-a-secret',
    title: 'The gateway refuses a token that is signed by HMAC with its own public key',
    clauses: ['mcp/authz/server-validates-token', 'rfc9068/rs-alg-confusion'],
    applies: { needs: ['oauth', 'jwt-tokens'] },
    presents: [0, 1, 2, 3, 4].map(signedWithThePublicKey),
    remedy: 'Choose the algorithm by the key, never by the header of the token.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'json-with-spaces-and-in-another-order',
    ],
    mutants: [
      {
        name: 'lets-the-token-choose-the-algorithm',
        replaces: { signatureIsValid: (verified, alg) => verified || alg === 'HS256' },
      },
    ],
  },
  {
    id: 'tokens/refuses-a-made-up-token',
    title: 'The gateway refuses a token that nobody issued, whatever it looks like',
    clauses: [
      'mcp/authz/server-validates-token',
      'oauth21/bearer-validate-token',
      'mcp/authz/server-no-foreign-tokens',
    ],
    needsNobody: true,
    presents: [text('not-a-token'), drawnAtRandom],
    remedy:
      'Look each token up, or verify its signature, before anything is served for it: that there is one proves nothing.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'connections-are-closed',
    ],
    mutants: ['answers-a-refused-token-with-200'],
  },
  {
    id: 'tokens/calls-what-fails-validation-invalid-token',
    title: 'Whatever is wrong with a token of the JWT profile, the challenge says invalid_token',
    clauses: ['rfc9068/rs-invalid-token-code'],
    applies: { needs: ['rfc9068-tokens'] },
    presents: [withAlteredClaims, signedByAStranger, unsigned('none'), withAnAlteredSignature],
    error: 'invalid_token',
    remedy: 'Answer every token that fails validation with 401 and error="invalid_token".',
    mutants: [
      'hides-why-it-refuses',
      { name: 'calls-bad-tokens-bad-requests', replaces: { challengeNamesError: () => 'invalid_request' } },
    ],
  },
  {
    id: 'tokens/names-the-error-of-a-bad-token',
    title: 'The challenge to a bad token says invalid_token',
    // OAuth 2.1 §5.3.1, to which MCP refers, only recommends that a refusal says why.
    clauses: [
      'oauth21/invalid-token-401',
      'oauth21/error-attribute-on-failure',
      'mcp/authz/server-401-challenge-format',
      'mcp/authz/server-401-invalid-token',
    ],
    needsNobody: true,
    presents: [text('not-a-token'), drawnAtRandom],
    error: 'invalid_token',
    remedy: 'Answer a token that is no good with 401 and error="invalid_token", so that the client knows to refresh.',
    mutants: [{ name: 'hides-why-it-refuses', replaces: { challengeNamesError: () => undefined } }],
  },
]);
