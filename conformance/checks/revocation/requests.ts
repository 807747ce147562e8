import type { Table } from '../../vocabulary/check.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import {
  access,
  at,
  brokerage,
  done,
  doneOrError,
  gateway,
  notYours,
  oauthError,
  type Revocation,
  refreshIfAny,
  refreshToken,
  refused,
  refusedByTheApi,
  revokeByGet,
  served,
  unauthorized,
  unknown,
} from './revoking.ts';

const atTheGateway: Table<Revocation> = {
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  run: at(gateway),
};

const gatewayRows = rows(atTheGateway, [
  {
    id: 'revocation/revokes-a-refresh-token',
    title: 'A refresh token that was revoked yields nothing any more',
    clauses: ['rfc7009/revoke-refresh-supported', 'rfc7009/revoke-public-client', 'oauth21/refresh-grant-active'],
    applies: { needs: ['refresh'] },
    dependsOn: ['invalid-grant/refreshes'],
    revokes: [refreshToken],
    answered: done,
    thenRefresh: oauthError(400, 'invalid_grant'),
    remedy: 'Look at every refresh whether the grant behind the token still lives.',
    variations: [
      'one-grant-a-client',
      'a-revocation-answers-with-json',
      'pages-in-capitals',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: ['revokes-nothing-but-the-refresh-token'],
  },
  {
    id: 'revocation/revoking-a-refresh-token-ends-its-access-tokens',
    title: 'With a refresh token go the access tokens that came with it',
    clauses: ['rfc7009/revoke-cascades'],
    applies: { needs: ['refresh'] },
    revokes: [refreshToken],
    answered: done,
    thenAccess: unauthorized,
    remedy: 'End the whole grant when its refresh token is revoked, and check the grant at every request.',
    variations: [
      'one-grant-a-client',
      'a-revocation-answers-with-json',
      'refusals-in-plain-text',
      'media-types-in-another-case',
    ],
    mutants: [
      { name: 'revokes-nothing-but-the-refresh-token', replaces: { revokedRefreshTokenEndsTheGrant: () => false } },
      { name: 'serves-tokens-of-ended-grants', replaces: { grantIsAlive: () => true } },
    ],
  },
  {
    id: 'revocation/a-wrong-hint-does-not-matter',
    title: 'A token is found and revoked under a wrong or unknown token_type_hint, too',
    clauses: ['rfc7009/revoke-hint-ignored-when-wrong', 'rfc7009/revoke-unknown-hint-ignored'],
    applies: { needs: ['refresh'] },
    dependsOn: ['revocation/revokes-a-refresh-token'],
    revokes: [refreshToken],
    sends: [{ token_type_hint: 'access_token' }, { token_type_hint: 'banana' }],
    answered: done,
    thenRefresh: oauthError(400, 'invalid_grant'),
    remedy: 'Take the hint for where to look first, then look everywhere.',
    variations: ['a-revocation-answers-with-json', 'pages-in-capitals', 'connections-are-closed'],
    mutants: [
      {
        name: 'believes-the-hint',
        replaces: {
          kindsToSearch: (hint) => (hint === 'access_token' ? ['access_token'] : ['refresh_token', 'access_token']),
        },
      },
      {
        name: 'finds-nothing-under-an-unknown-hint',
        replaces: { kindsToSearch: (hint) => (hint && !/_token$/.test(hint) ? [] : ['refresh_token', 'access_token']) },
      },
    ],
  },
  {
    id: 'revocation/an-unknown-token-is-no-error',
    title: 'A token that is unknown, or was revoked before, is answered with 200',
    clauses: ['rfc7009/revoke-invalid-token-200'],
    applies: { needs: ['refresh'] },
    revokes: [unknown, refreshToken, refreshToken],
    answered: done,
    remedy: 'Answer 200 whatever the token is: what the client wanted is already so.',
    variations: ['a-revocation-answers-with-json', 'pages-in-capitals', 'bodies-in-gzip'],
    mutants: [{ name: 'complains-of-unknown-tokens', replaces: { unknownTokenIsNoError: (found) => found } }],
  },
  {
    id: 'revocation/asks-for-the-token',
    title: 'A revocation request without a token is answered with 400 invalid_request',
    clauses: ['rfc7009/revoke-missing-token', 'rfc7009/revoke-error-format'],
    revokes: [access],
    leavesAllAsItIs: true,
    sends: [{ token: undefined }],
    answered: oauthError(400, 'invalid_request'),
    remedy: 'Require the parameter token and answer 400 invalid_request without it.',
    variations: ['json-with-spaces-and-in-another-order'],
    mutants: [
      {
        name: 'takes-a-revocation-of-nothing-for-done',
        rewrites: rewriteAnswer({ path: '/oauth/revoke', status: 400 }, { status: 200, body: {} }),
      },
    ],
  },
  {
    id: 'revocation/an-unknown-client-cannot-revoke',
    title: 'Whoever is no client here is answered with invalid_client, and the token lives on',
    clauses: ['rfc7009/revoke-error-format', 'rfc7009/revoke-client-auth'],
    revokes: [access],
    leavesAllAsItIs: true,
    sends: [{ client_id: '00000000-0000-4000-8000-000000000000', client_secret: undefined }],
    answered: oauthError([400, 401], 'invalid_client'),
    thenAccess: served,
    variations: ['an-unknown-client-is-400', 'errors-with-more'],
    remedy: 'Find the client first and answer invalid_client as the token endpoint does.',
    mutants: ['serves-clients-that-nobody-knows'],
  },
  {
    id: 'revocation/a-client-cannot-revoke-for-another',
    title: 'A client does not end the connection of another client',
    clauses: ['rfc7009/revoke-other-client'],
    revokes: [access, refreshIfAny],
    byAnother: true,
    answered: doneOrError(...notYours, 'invalid_request', 'unsupported_token_type'),
    thenAccess: served,
    thenRefresh: done,
    remedy: 'Compare the client of the token with the client that revokes it.',
    variations: ['one-grant-a-client', 'a-revocation-answers-with-json', 'refusals-in-plain-text', 'bodies-in-brotli'],
    mutants: [{ name: 'lets-any-client-revoke-any-token', replaces: { revokedTokenIsThisClients: () => true } }],
  },
  {
    id: 'revocation/get-revokes-nothing',
    title: 'A GET at the revocation endpoint is refused, and the token lives on',
    clauses: ['rfc7009/revoke-get-refused', 'rfc9110/unsafe-action-not-by-get'],
    weakBecause:
      'HTTP demands that a GET revokes nothing; that it is refused is implied by clients having to use POST.',
    revokes: [access],
    leavesAllAsItIs: true,
    asks: revokeByGet,
    answered: refused,
    thenAccess: served,
    remedy: 'Serve revocation by POST alone: links are followed by whoever sees them.',
    variations: ['a-revocation-answers-with-json', 'connections-are-closed'],
    mutants: [
      {
        name: 'answers-get-at-the-revocation-endpoint',
        rewrites: rewriteAnswer({ method: 'GET', path: '/oauth/revoke' }, { status: 200, body: {} }),
      },
    ],
  },
]);

const atTheBrokerage: Table<Revocation> = {
  applies: { needs: ['direct-mode'] },
  blame: 'broker',
  dependsOn: ['revocation/brokerage-revokes-an-access-token'],
  run: at(brokerage),
};

const brokerageRows = rows(atTheBrokerage, [
  {
    id: 'revocation/brokerage-revokes-an-access-token',
    title: 'An access token that was revoked at the brokerage is refused by the trading API',
    clauses: ['rfc7009/revoke-immediate', 'AR-12', 'rfc7009/revoke-access-supported'],
    dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
    revokes: [access],
    answered: done,
    thenAccess: refusedByTheApi,
    remedy: 'Look at every request whether the token was revoked.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [{ name: 'trading-api-serves-revoked-tokens', replaces: { brokerTokenIsLive: () => true } }],
  },
  {
    id: 'revocation/brokerage-revoking-a-refresh-token-ends-the-grant',
    title: 'Revoking a refresh token at the brokerage ends its access tokens, too',
    clauses: ['rfc7009/revoke-cascades', 'AR-11'],
    revokes: [refreshToken],
    answered: done,
    thenAccess: refusedByTheApi,
    remedy: 'End the grant when its refresh token is revoked.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      {
        name: 'brokerage-revokes-nothing-but-the-refresh-token',
        replaces: { brokerRevocationEndsTheGrant: () => false },
      },
    ],
  },
  {
    id: 'revocation/brokerage-client-cannot-revoke-for-another',
    title: 'At the brokerage a client does not revoke the token of another client',
    clauses: ['rfc7009/revoke-other-client', 'AR-11'],
    revokes: [access],
    byAnother: true,
    answered: doneOrError(...notYours),
    thenAccess: served,
    remedy: 'Compare the client of the token with the client that revokes it.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [
      {
        name: 'brokerage-lets-any-client-revoke-any-token',
        replaces: { brokerRevocationIsByTheTokensClient: () => true },
      },
    ],
  },
]);

export default [...gatewayRows, ...brokerageRows];
