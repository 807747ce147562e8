import { unlessAboutTheCode, withUnspentCode } from '../../stage/code.ts';
import type { Table } from '../../vocabulary/check.ts';
import { Blocked, describe } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { redeem } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { errorBecomes, made, madeUp, oauthError, type Params, servesTokens, tokensCome } from './parameters.ts';
import { brokerage, gateway, type Place } from './places.ts';

interface Redeeming {
  /** Put over the right parameters of the token request. */
  sends?: Params<{ world: World; authorized: Authorized }>;
  by?: 'another client';
  /** What happens to the code before: it is redeemed, or this many seconds pass. */
  after?: 'redeeming it' | number;
  answered: ReturnType<typeof oauthError>;
}

/** One fresh code, one token request. */
const codesAt = (place: Place, control: string): Table<Redeeming> => ({
  ...place.conduct,
  dependsOn: [control],
  async run(world, { sends = {}, by, after, answered, needsNobody }) {
    const person = await world.person();
    const client = await place.client(world, person);
    const redeemer = by ? await place.otherClient(world, person) : client;
    if (needsNobody && place === gateway) return withoutSpending(world, person, client, { sends, answered });
    const authorized = await place.code(world, client, person);
    if (typeof after === 'number') await world.hooks.advance(after);
    if (after === 'redeeming it') {
      const first = await place.redeem(world, client, authorized);
      if (first.status !== 200) throw new Blocked(`the code was not redeemed: ${describe(first)}`);
    }
    answered(await place.redeem(world, redeemer, authorized, made(sends, { world, authorized })));
  },
});

/** What is refused for something else than the code. */
const withoutSpending = (
  world: World,
  person: Person,
  client: OAuthClient,
  { sends = {}, answered }: Pick<Redeeming, 'sends' | 'answered'>,
): Promise<void> =>
  withUnspentCode(world, { person, client, orMadeUp: true }, async (authorized) => {
    const answer = await redeem(world, client, authorized, made(sends, { world, authorized }));
    unlessAboutTheCode(person, answer, answered);
  });

const longerPath = ({ authorized }: { authorized: Authorized }) => `${authorized.redirectUri}/elsewhere`;
const withASlash = ({ authorized }: { authorized: Authorized }) => `${authorized.redirectUri}/`;

const TEN_MINUTES_AND_A_HALF = 630;

/** OAuth 2.1 §3.2.2, §3.2.4, §4.1.2 and §4.1.3. */
const atTheGateway = rows(codesAt(gateway, 'tokens/accepts-its-own-tokens'), [
  {
    id: 'invalid-grant/calls-an-unknown-code-invalid-grant',
    title: 'A code that was never issued is answered with 400 invalid_grant',
    clauses: ['oauth21/token-invalid-code', 'AR-E3'],
    needsNobody: true,
    sends: { code: madeUp },
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Answer 400 {"error":"invalid_grant"}: clients start again on this code, and on no other.',
    mutants: [
      {
        name: 'calls-a-bad-grant-a-server-error',
        rewrites: errorBecomes('invalid_grant', { status: 500, body: { error: 'server_error' } }),
      },
    ],
  },
  {
    id: 'invalid-grant/refuses-a-used-code',
    title: 'An authorization code works once',
    clauses: ['oauth21/code-single-use', 'rfc6749/code-short-lived-single-use', 'AR-E3'],
    after: 'redeeming it',
    answered: oauthError(400, 'invalid_grant'),
    remedy:
      'Mark a code as used in the same step that issues tokens for it, and answer 400 invalid_grant from then on.',
    variations: ['consent-is-remembered', 'errors-without-words', 'errors-with-more'],
    mutants: [{ name: 'lets-a-code-be-used-again', replaces: { codeIsUnused: () => true } }],
  },
  {
    id: 'invalid-grant/refuses-an-expired-code',
    title: 'A code is no longer good ten minutes and a half after it was issued',
    clauses: [
      'oauth21/code-short-lived',
      'oauth21/code-lifetime-10-min',
      'rfc6749/code-short-lived-single-use',
      'AR-E3',
    ],
    lane: 'exclusive',
    takesTime: true,
    after: TEN_MINUTES_AND_A_HALF,
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Give codes a minute to live, ten at the most, and answer 400 invalid_grant afterwards.',
    mutants: [{ name: 'lets-codes-live-for-ever', replaces: { codeIsFresh: () => true } }],
  },
  {
    id: 'invalid-grant/refuses-a-code-of-another-client',
    title: 'A code is redeemed only by the client that it was issued to',
    clauses: ['oauth21/code-bound-to-client'],
    by: 'another client',
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Store the client_id with the code and compare it with the client that redeems it.',
    variations: ['consent-is-remembered', 'errors-without-words', 'errors-with-more'],
    mutants: [{ name: 'redeems-a-code-for-any-client', replaces: { codeIsThisClients: () => true } }],
  },
  {
    id: 'invalid-grant/refuses-another-redirect-uri',
    title: 'A code is not redeemed with another redirect_uri than the one of its request',
    clauses: [
      'oauth21/redirect-uri-enforced-at-token',
      'rfc6749/redirect-uri-match-at-token',
      'oauth21/redirect-uri-accepted-at-token',
    ],
    sends: { redirect_uri: longerPath },
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Store the redirect_uri with the code and answer 400 invalid_grant when the token request names another.',
    mutants: [{ name: 'redeems-a-code-for-any-redirect-uri', replaces: { codeIsForThisRedirectUri: () => true } }],
  },
  {
    id: 'invalid-grant/redeems-without-a-redirect-uri',
    title: 'A client of OAuth 2.1, which leaves redirect_uri out of the token request, gets its tokens',
    clauses: ['oauth21/redirect-uri-not-needed-at-token'],
    sends: { redirect_uri: undefined },
    answered: tokensCome,
    remedy: 'Compare redirect_uri where it is sent; where it is not, PKCE does its work.',
    variations: ['more-in-token-answers', 'bearer-in-small-letters', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'insists-on-the-redirect-uri',
        replaces: { codeIsForThisRedirectUri: (ofCode, given) => given === ofCode },
      },
    ],
  },
  {
    id: 'invalid-grant/refuses-another-resource',
    title: 'A code for this server yields no token for another one',
    clauses: ['rfc8707/resource-invalid-target-token', 'rfc8707/resource-token-subset'],
    sends: { resource: 'https://another-server.example/mcp' },
    answered: oauthError(400, 'invalid_target'),
    remedy:
      'Compare the resource of the token request with the one that the user agreed to and answer 400 invalid_target.',
    mutants: [{ name: 'redeems-a-code-for-any-resource', replaces: { codeIsForThisResource: () => true } }],
  },
  {
    id: 'invalid-grant/takes-the-resource-a-second-time',
    title: 'A token request that names the resource of the authorization request again is served',
    clauses: ['rfc8707/resource-token-matches-authorize'],
    dependsOn: [],
    sends: {},
    answered: tokensCome,
    remedy: 'Compare the resource of both requests, and serve who names the same one.',
    variations: ['more-in-token-answers', 'bearer-in-small-letters', 'headers-of-a-proxy'],
    mutants: [{ name: 'takes-its-own-resource-for-another', replaces: { codeIsForThisResource: () => false } }],
  },
  {
    id: 'invalid-grant/ignores-an-unknown-parameter',
    title: 'A parameter that nobody has defined does no harm',
    clauses: ['oauth21/token-unknown-params-ignored'],
    dependsOn: [],
    sends: { openbell: 'unknown' },
    answered: tokensCome,
    remedy: 'Pass over parameters that you do not know.',
    variations: ['more-in-token-answers', 'bearer-in-small-letters', 'media-types-in-another-case'],
    mutants: [
      {
        name: 'stumbles-over-an-unknown-parameter',
        rewrites: rewriteAnswer(
          { path: '/oauth/token', asked: ({ openbell }) => openbell },
          { status: 400, body: { error: 'invalid_request' } },
        ),
      },
    ],
  },
  {
    id: 'invalid-grant/asks-for-the-client-id',
    title: 'A token request without a client is answered with an error and no token',
    clauses: ['oauth21/public-client-needs-client-id'],
    needsNobody: true,
    sends: { client_id: undefined, client_secret: undefined },
    answered: oauthError([400, 401], 'invalid_client', 'invalid_request'),
    remedy: 'Require client_id from clients that do not authenticate.',
    mutants: [
      {
        name: 'serves-requests-without-a-client',
        rewrites: servesTokens(({ grant_type, client_id }) => grant_type && !client_id),
      },
      {
        name: 'takes-a-request-without-client-for-a-bad-grant',
        rewrites: errorBecomes('invalid_client', { status: 400, body: { error: 'invalid_grant' } }),
      },
    ],
  },
  {
    id: 'invalid-grant/calls-an-unknown-client-invalid-client',
    title: 'A client that nobody knows is answered with invalid_client and gets no token',
    clauses: ['oauth21/token-unknown-client', 'AR-E2'],
    needsNobody: true,
    sends: { client_id: '00000000-0000-4000-8000-000000000000', client_secret: undefined },
    answered: oauthError([400, 401], 'invalid_client'),
    remedy: 'Look the client up before the code and answer invalid_client when it is not there.',
    mutants: [{ name: 'serves-clients-that-nobody-knows', replaces: { tokenClientIsKnown: () => true } }],
  },
  {
    id: 'invalid-grant/checks-credentials-that-are-sent',
    title: 'A public client that sends a secret is refused, for the secret cannot be right',
    clauses: ['oauth21/token-authenticate-if-included', 'oauth21/token-invalid-client-body'],
    needsNobody: true,
    sends: { client_secret: madeUp },
    answered: oauthError([400, 401], 'invalid_client', 'invalid_request'),
    remedy: 'Check credentials whenever they are sent, also from a client that need not send any.',
    mutants: [{ name: 'overlooks-a-wrong-secret', replaces: { noCredentialsAreSent: () => true } }],
  },
]);

const atTheBrokerage = rows(codesAt(brokerage, 'pkce/brokerage-completes-an-s256-flow'), [
  {
    id: 'invalid-grant/brokerage-refuses-a-used-code',
    title: 'At the brokerage, too, a code works once',
    clauses: ['oauth21/code-single-use', 'AR-E3'],
    after: 'redeeming it',
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Mark a code as used in the same step that issues tokens for it.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [{ name: 'brokerage-lets-a-code-be-used-again', replaces: { brokerCodeIsUnused: () => true } }],
  },
  {
    id: 'invalid-grant/brokerage-refuses-an-expired-code',
    title: 'At the brokerage a code is no longer good after ten minutes and a half',
    clauses: ['oauth21/code-short-lived', 'AR-E3'],
    lane: 'exclusive',
    takesTime: true,
    after: TEN_MINUTES_AND_A_HALF,
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Give codes a minute to live and answer 400 invalid_grant afterwards.',
    variations: ['the-brokerages-json-with-escapes'],
    mutants: [{ name: 'brokerage-lets-codes-live-for-ever', replaces: { brokerCodeIsFresh: () => true } }],
  },
  {
    id: 'invalid-grant/brokerage-refuses-a-code-of-another-client',
    title: 'At the brokerage a code is redeemed only by the client that it was issued to',
    clauses: ['oauth21/code-bound-to-client', 'AR-11'],
    by: 'another client',
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Compare the client of the code with the client that redeems it.',
    variations: ['the-brokerages-json-with-escapes'],
    mutants: [{ name: 'brokerage-redeems-a-code-for-any-client', replaces: { brokerCodeBelongsToClient: () => true } }],
  },
  {
    id: 'invalid-grant/brokerage-refuses-another-redirect-uri',
    title: 'At the brokerage a code is not redeemed with another redirect_uri than the one of its request',
    clauses: ['rfc6749/redirect-uri-match-at-token', 'AR-11'],
    sends: { redirect_uri: withASlash },
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Compare redirect_uri with the one of the authorization request, character for character.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [
      { name: 'brokerage-redeems-a-code-for-any-redirect-uri', replaces: { brokerCodeIsForRedirectUri: () => true } },
    ],
  },
]);

export default [...atTheGateway, ...atTheBrokerage];
