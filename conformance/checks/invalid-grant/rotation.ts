import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import { connectAsPublicClient } from '../../wire/public-client.ts';
import { rows } from './area.ts';
import { oauthError } from './parameters.ts';
import { brokerage, gateway, type Place } from './places.ts';

interface Rotation {
  /** Refresh tokens in the order of their use: 0 came with the code, 1 with the first refresh, and so on. */
  uses: readonly number[];
  /** Seconds before the last use. */
  waits?: number;
  /** What becomes of the last use. */
  answered(answer: Answer, connection: Connection): void;
}

/** A public client's refresh tokens, one after the other. */
const rotationAt = (place: Place, control: string): Table<Rotation> => ({
  applies: { needs: ['refresh'] },
  ...place.conduct,
  dependsOn: [control],
  async run(world, { uses, waits, answered }) {
    const connection = await place.connect(world);
    const tokens = [connection.refreshToken];
    for (const [n, use] of uses.slice(0, -1).entries()) {
      const answer = await place.refresh(world, connection, { refresh_token: tokens[use] });
      if (uses.indexOf(use) === n) expect.status(answer, 200);
      if (answer.status === 200) tokens.push(answer.json().refresh_token);
    }
    if (waits) await world.hooks.advance(waits);
    answered(await place.refresh(world, connection, { refresh_token: tokens[uses.at(-1)!] }), connection);
  },
});

const anotherRefreshToken = (answer: Answer, { refreshToken }: Connection): void => {
  expect.status(answer, 200);
  const { refresh_token: next } = answer.json();
  const rotated = typeof next === 'string' && next !== refreshToken;
  expect.that(rotated, { expected: 'a new refresh_token', seen: next ? 'the old one again' : 'none', at: answer });
};

const A_MINUTE_AND_A_SECOND = 61;
const A_MONTH = 31 * 86_400;

const gatewayForPublicClients = { ...gateway, connect: connectAsPublicClient };

const ofPublicClients: Table<Rotation> = {
  ...rotationAt(gatewayForPublicClients, 'invalid-grant/rotates-refresh-tokens'),
  applies: { needs: ['refresh', 'public-clients'] },
};

/** OAuth 2.1 §4.3.1. */
const atTheGateway = rows(ofPublicClients, [
  {
    id: 'invalid-grant/rotates-refresh-tokens',
    title: 'A public client gets another refresh token with each refresh',
    clauses: [
      'oauth21/refresh-rotation-public',
      'rfc9700/refresh-sender-constrained-or-rotated',
      'mcp/authz/as-refresh-rotation',
    ],
    dependsOn: ['invalid-grant/refreshes'],
    uses: [0],
    answered: anotherRefreshToken,
    remedy: 'Replace the refresh token of a public client whenever it is used.',
    variations: [
      'token-answers-without-an-expiry',
      'one-grant-a-client',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'json-with-escapes',
    ],
    mutants: [{ name: 'never-rotates-a-refresh-token', replaces: { refreshTokenIsRotated: () => false } }],
  },
  {
    id: 'invalid-grant/refuses-a-rotated-refresh-token',
    title: 'A refresh token does not work again once its successor was used',
    clauses: ['oauth21/refresh-rotated-invalid'],
    uses: [0, 1, 0],
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Keep rotated refresh tokens on record and answer 400 invalid_grant when one comes back.',
    variations: ['one-grant-a-client', 'errors-without-words', 'errors-with-more', 'bodies-in-brotli'],
    mutants: [{ name: 'lets-rotated-refresh-tokens-live', replaces: { reuseLooksLikeALostAnswer: () => true } }],
  },
  {
    id: 'invalid-grant/forgives-a-lost-answer-for-a-short-time-only',
    title: 'A minute after a refresh, the old refresh token is refused even if nobody has used the new one',
    clauses: ['oauth21/refresh-rotated-invalid'],
    lane: 'exclusive',
    takesTime: true,
    uses: [0, 0],
    waits: A_MINUTE_AND_A_SECOND,
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Allow a client that lost an answer to ask again for some seconds, not longer.',
    mutants: [
      {
        name: 'waits-for-ever-for-a-lost-answer',
        replaces: { reuseLooksLikeALostAnswer: (_rotatedAt, _now, _grace, successorUsed) => !successorUsed },
      },
    ],
  },
  {
    id: 'invalid-grant/reuse-of-a-refresh-token-ends-the-grant',
    title: 'When a rotated refresh token comes back, the newest of its successors is void too',
    clauses: ['oauth21/refresh-reuse-revokes-family'],
    uses: [0, 1, 0, 2],
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Two holders of one refresh token mean that one of them stole it: end the grant with all its tokens.',
    mutants: [
      { name: 'lets-a-thief-keep-the-newest-refresh-token', replaces: { reusedRefreshTokenEndsTheGrant: () => false } },
    ],
  },
]);

const atTheBrokerage = rows(rotationAt(brokerage, 'invalid-grant/brokerage-refreshes'), [
  {
    id: 'invalid-grant/brokerage-refreshes',
    title: 'A client that went to the brokerage directly refreshes there, and gets another refresh token',
    clauses: ['oauth21/refresh-rotation-public', 'AR-11'],
    dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
    uses: [0],
    answered: anotherRefreshToken,
    remedy: 'Replace the refresh token of a public client whenever it is used.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      { name: 'brokerage-never-rotates-a-refresh-token', replaces: { brokerRefreshTokenIsReplaced: () => false } },
    ],
  },
  {
    id: 'invalid-grant/brokerage-refuses-a-rotated-refresh-token',
    title: 'At the brokerage a refresh token works once',
    clauses: ['oauth21/refresh-rotated-invalid', 'AR-11'],
    uses: [0, 0],
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Keep rotated refresh tokens on record and answer 400 invalid_grant when one comes back.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      { name: 'brokerage-lets-rotated-refresh-tokens-live', replaces: { brokerRefreshTokenIsUnused: () => true } },
    ],
  },
  {
    id: 'invalid-grant/brokerage-reuse-of-a-refresh-token-ends-the-grant',
    title: 'When a rotated refresh token comes back to the brokerage, its successor is void too',
    clauses: ['oauth21/refresh-reuse-revokes-family', 'AR-11'],
    uses: [0, 0, 1],
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'End the grant when a used refresh token comes back.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      {
        name: 'brokerage-lets-a-thief-keep-the-newest-refresh-token',
        replaces: { brokerRefreshReuseEndsTheGrant: () => false },
      },
    ],
  },
  {
    id: 'invalid-grant/brokerage-idle-refresh-token-expires',
    title: 'At the brokerage a refresh token that nobody used for a month is no longer good',
    clauses: ['oauth21/refresh-inactivity-expiry', 'AR-11'],
    lane: 'exclusive',
    takesTime: true,
    uses: [0],
    waits: A_MONTH,
    answered: oauthError(400, 'invalid_grant'),
    remedy: 'Let refresh tokens expire when nobody uses them for some weeks.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [
      { name: 'brokerage-lets-idle-refresh-tokens-live-for-ever', replaces: { brokerRefreshTokenIsFresh: () => true } },
    ],
  },
]);

export default [...atTheGateway, ...atTheBrokerage];
