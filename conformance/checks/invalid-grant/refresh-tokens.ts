import { flipped } from '../../stage/altered-token.ts';
import { grantedScope, knownScopes, scopeSet } from '../../stage/scopes.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { made, madeUp, oauthError, type Params, servesTokens } from './parameters.ts';
import { brokerage, gateway, type Place } from './places.ts';

interface Have {
  world: World;
  connection: Connection;
}

interface Refreshing {
  /** What the connection was granted before; nobody cares unless told. */
  granted?: 'read' | 'trade';
  /** Put over the right parameters, in a request each. */
  sends?: readonly Params<Have>[];
  by?: 'another client';
  answered(answer: Answer, have: Have): void;
}

/** One connection, and a refresh with something altered. */
const refreshesAt = (place: Place, control: string): Table<Refreshing> => ({
  applies: { needs: ['refresh'] },
  ...place.conduct,
  dependsOn: [control],
  async run(world, { granted, sends = [{}], by, answered }) {
    if (granted) knownScopes(world);
    const person = by && (await world.person());
    const client = person && (await place.otherClient(world, person));
    const connection = await place.connect(world, { ...(person && { person }), ...(granted && { scope: granted }) });
    const have = { world, connection };
    for (const params of sends) {
      const asked = { ...connection, client: client ?? connection.client };
      answered(await place.refresh(world, asked, made(params, have)), have);
    }
  },
});

const altered = ({ connection }: Have) => flipped(connection.refreshToken ?? '');
const accessToken = ({ connection }: Have) => connection.accessToken;
const readScope = ({ world }: Have) => knownScopes(world).read;
const tradeScope = ({ world }: Have) => knownScopes(world).trade;
const grantedAndOrders = ({ connection }: Have) => `${connection.scope} order:execution`;

const hasScope = (answer: Answer, scope: string, what: string): void => {
  expect.status(answer, 200);
  // An answer that names no scope says that it gives what was asked for.
  expect.equal(scopeSet(answer.json().scope ?? scope), scopeSet(scope), what, answer);
};

const allThatWasGranted = (answer: Answer, { world, connection }: Have): void =>
  hasScope(answer, grantedScope(connection, knownScopes(world).trade), 'the scope after a refresh');

const readScopeAlone = (answer: Answer, { world }: Have): void =>
  hasScope(answer, knownScopes(world).read, 'the scope of the narrowed token');

/** Whoever gives what there was, and says so, has not widened it. Silence would mean all that was asked for. */
const nothingBeyond = (answer: Answer, { world, connection }: Have) => {
  if (answer.status !== 200) return expect.oauthError(answer, 400, 'invalid_scope');
  const { read, trade } = knownScopes(world);
  const granted = scopeSet(grantedScope(connection, read));
  const beyond = scopeSet(answer.json().scope ?? trade).filter((scope) => !granted.includes(scope));
  expect.equal(beyond, [], 'the scope beyond what was granted', answer);
};

/** OAuth 2.1 §4.3. */
const atTheGateway = rows(refreshesAt(gateway, 'invalid-grant/refreshes'), [
  {
    id: 'invalid-grant/calls-an-unknown-refresh-token-invalid-grant',
    title: 'A refresh token that is made up, altered or in truth an access token is answered with 400 invalid_grant',
    clauses: ['oauth21/refresh-invalid-token', 'oauth21/access-token-not-accepted-as-refresh'],
    sends: [{ refresh_token: madeUp }, { refresh_token: altered }, { refresh_token: accessToken }],
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Answer 400 invalid_grant to every refresh token that is not on record.',
    variations: ['one-grant-a-client', 'errors-without-words', 'errors-with-more', 'media-types-in-another-case'],
    mutants: [
      'calls-a-bad-grant-a-server-error',
      {
        name: 'refreshes-by-access-tokens',
        rewrites: servesTokens(({ refresh_token = '' }) => refresh_token.split('.').length === 3),
      },
    ],
  },
  {
    id: 'invalid-grant/refuses-a-refresh-token-of-another-client',
    title: 'A refresh token works only for the client that it was issued to',
    clauses: ['oauth21/refresh-bound-to-client', 'oauth21/refresh-client-id-match'],
    by: 'another client',
    answered: oauthError([400, 401], 'invalid_grant', 'invalid_client'),
    remedy: 'Store the client_id with the refresh token and compare it at every refresh.',
    variations: ['one-grant-a-client', 'errors-without-words', 'errors-with-more', 'media-types-in-another-case'],
    mutants: [{ name: 'refreshes-for-any-client', replaces: { refreshTokenIsThisClients: () => true } }],
  },
  {
    id: 'invalid-grant/refresh-keeps-the-scope',
    title: 'A refresh that names no scope gives what there was',
    clauses: ['oauth21/refresh-scope-default'],
    granted: 'trade',
    answered: allThatWasGranted,
    remedy: 'Give a refreshed token the scope of its refresh token when the client names none.',
    variations: [
      'one-grant-a-client',
      'scopes-in-another-order',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'bodies-in-gzip',
    ],
    mutants: [{ name: 'forgets-the-scope-at-a-refresh', replaces: { refreshedScopes: (asked) => asked ?? [] } }],
  },
  {
    id: 'invalid-grant/refresh-narrows-scope-when-asked',
    title: 'A refresh that asks for less gives less',
    clauses: ['oauth21/refresh-scope-narrow'],
    granted: 'trade',
    sends: [{ scope: readScope }],
    answered: readScopeAlone,
    remedy: 'Give a refreshed access token the scope that the client asks for, as far as the user agreed to it.',
    variations: [
      'one-grant-a-client',
      'scopes-in-another-order',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      { name: 'overlooks-a-wish-for-less-scope', replaces: { refreshedScopes: (_asked, original) => original } },
    ],
  },
  {
    id: 'invalid-grant/refresh-never-widens-scope',
    title: 'A refresh gives no scope that the user did not grant',
    clauses: ['oauth21/refresh-scope-not-wider', 'rfc6749/invalid-scope-at-token'],
    granted: 'read',
    sends: [{ scope: tradeScope }],
    answered: nothingBeyond,
    remedy:
      'Compare the scope that a refresh asks for with the scope of the refresh token and answer 400 invalid_scope.',
    variations: [
      'one-grant-a-client',
      'scopes-in-another-order',
      'errors-without-words',
      'errors-with-more',
      'json-with-spaces-and-in-another-order',
    ],
    mutants: [{ name: 'grants-any-scope-at-a-refresh', replaces: { refreshScopeIsNoWider: () => true } }],
  },
]);

const atTheBrokerage = rows(refreshesAt(brokerage, 'invalid-grant/brokerage-refreshes'), [
  {
    id: 'invalid-grant/brokerage-refuses-a-refresh-token-of-another-client',
    title: 'At the brokerage a refresh token works only for its client',
    clauses: ['oauth21/refresh-bound-to-client', 'AR-11'],
    by: 'another client',
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Compare the client of the refresh token with the client that sends it.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      { name: 'brokerage-refreshes-for-any-client', replaces: { brokerRefreshTokenBelongsToClient: () => true } },
    ],
  },
  {
    id: 'invalid-grant/brokerage-refresh-never-widens-scope',
    title: 'At the brokerage a refresh cannot ask for scope that was not granted',
    clauses: ['oauth21/refresh-scope-not-wider', 'AR-11'],
    sends: [{ scope: grantedAndOrders }],
    answered: oauthError(400, 'invalid_scope'),
    remedy: 'Compare the scope that a refresh asks for with the scope of the grant.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      { name: 'brokerage-grants-any-scope-at-a-refresh', replaces: { brokerRefreshScopeIsWithinTheGrant: () => true } },
    ],
  },
  {
    id: 'invalid-grant/brokerage-exchanges-for-partners-only',
    title: 'At the brokerage a key cannot exchange tokens: only a partner can',
    clauses: ['AR-11'],
    dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
    sends: [
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: accessToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        refresh_token: undefined,
      },
    ],
    answered: oauthError([400, 401], 'unauthorized_client', 'invalid_client', 'unsupported_grant_type'),
    remedy: 'Offer token exchange only to partners that authenticate with their secret.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [{ name: 'brokerage-exchanges-tokens-for-anybody', replaces: { brokerExchangeIsByAPartner: () => true } }],
  },
]);

export default [...atTheGateway, ...atTheBrokerage];
