import { askTradingApi } from '../../stage/brokerage.ts';
import { challengeOf } from '../../vocabulary/challenge.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import {
  directToken,
  expiredOfTheTradingApi,
  ofTheGateway,
  ofTheTradingApi,
  refreshToken,
  revokedDirectToken,
  type Token,
} from './presented.ts';

/** A token is good in one place, and shown elsewhere. */
interface Presented {
  presents: Token;
}

/** What can stand in the header as one token (RFC 6750 §2.1); a refresh token may hold anything that can be seen. */
const CREDENTIALS = /^[\w.~+/-]+=*$/;

const refusedByTheMcpEndpoint: Table<Presented> = {
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { presents }) {
    const token = await presents(world);
    const answer = await world.mcp(token).request('tools/list');
    const isMalformed = !CREDENTIALS.test(token) && answer.status === 400;
    if (!isMalformed || challengeOf(answer)?.params.error !== 'invalid_request') expect.bearerRefusal(answer, 401);
  },
};

const atTheMcpEndpoint = rows(refusedByTheMcpEndpoint, [
  {
    id: 'tokens/a-refresh-token-is-no-access-token',
    title: 'A refresh token does not open the MCP endpoint',
    clauses: ['mcp/authz/server-validates-token', 'oauth21/refresh-not-accepted-as-access'],
    applies: { needs: ['refresh'] },
    presents: refreshToken,
    remedy: 'Accept access tokens only: a refresh token goes to the token endpoint and nowhere else.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'header-names-in-capitals'],
    mutants: ['answers-a-refused-token-with-200'],
  },
  {
    id: 'tokens/tokens-of-the-trading-api-do-not-open-mcp',
    title: 'A token for the brokerage’s trading API is refused by the MCP endpoint',
    clauses: [
      'mcp/authz/server-only-own-tokens',
      'CT-10',
      'mcp/authz/server-no-foreign-tokens',
      'mcp/security/no-foreign-tokens',
    ],
    applies: { needs: ['trading-api'] },
    spends: 'tokens',
    presents: ofTheTradingApi,
    remedy: 'Accept tokens with the MCP URL as audience only, whoever issued them.',
    mutants: [
      {
        name: 'answers-a-refused-token-with-200',
        rewrites: rewriteAnswer({ status: 401 }, ({ headers }) =>
          /invalid_token/.test(headers['www-authenticate'] ?? '') ? { status: 200 } : undefined,
        ),
      },
    ],
  },
  {
    id: 'tokens/brokerage-tokens-are-no-way-in',
    title: 'Where clients register themselves, no token of the brokerage opens the MCP endpoint, whatever its audience',
    clauses: ['mcp/authz/server-only-own-tokens', 'CT-10'],
    applies: { needs: ['own-tokens-only'] },
    spends: 'tokens',
    presents: directToken,
    remedy: 'Accept tokens of your own authorization server only, for that is the one your metadata names.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [{ name: 'welcomes-tokens-of-the-brokerage', replaces: { brokerageTokenIsWelcome: () => true } }],
  },
  {
    id: 'tokens/revoked-direct-tokens-are-not-exchanged',
    title: 'A direct token that was revoked at the brokerage is refused at its first use',
    clauses: ['rfc7009/revoke-immediate', 'AR-11', 'AR-14'],
    applies: { needs: ['direct-mode'] },
    blame: 'broker',
    dependsOn: ['tokens/accepts-direct-tokens'],
    presents: revokedDirectToken,
    remedy: 'Refuse to exchange a token that was revoked, and answer the client’s call with 401.',
    mutants: [{ name: 'brokerage-exchanges-revoked-tokens', replaces: { brokerSubjectTokenIsLive: () => true } }],
  },
]);

const refusedByTheTradingApi: Table<Presented> = {
  blame: 'broker',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { presents }) {
    expect.status(await askTradingApi(world, await presents(world)), 401);
  },
};

const atTheTradingApi = rows(refusedByTheTradingApi, [
  {
    id: 'tokens/tokens-of-mcp-do-not-open-the-trading-api',
    title: 'A token for the MCP endpoint is refused by the brokerage’s trading API',
    clauses: ['oauth21/bearer-audience', 'CT-10'],
    applies: { needs: ['trading-api'] },
    presents: ofTheGateway,
    remedy: 'Let the trading API accept tokens of its own audience only.',
    variations: ['answers-in-an-event-stream', 'a-cookie-of-the-load-balancer'],
    mutants: [
      {
        name: 'trading-api-serves-any-token',
        rewrites: rewriteAnswer({ at: 'broker', path: /^\/v2\//, status: 401 }, { status: 200, body: {} }),
      },
    ],
  },
  {
    id: 'tokens/direct-tokens-do-not-open-the-trading-api',
    title: 'A token that the brokerage issued for the MCP URL is refused by its own trading API',
    clauses: ['oauth21/bearer-audience', 'AR-11', 'CT-10'],
    applies: { needs: ['direct-mode'] },
    dependsOn: ['tokens/accepts-direct-tokens'],
    presents: directToken,
    remedy: 'Compare the audience of each token with the API that it is shown to.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [{ name: 'trading-api-accepts-any-audience', replaces: { brokerTokenIsForTheApi: () => true } }],
  },
  {
    id: 'tokens/the-trading-api-refuses-expired-tokens',
    title: 'The brokerage’s trading API refuses a token from its expiry on',
    clauses: ['oauth21/bearer-expired', 'AR-12'],
    applies: { needs: ['client-center'] },
    lane: 'exclusive',
    takesTime: true,
    presents: expiredOfTheTradingApi,
    remedy: 'Check exp at every request of the trading API.',
    variations: ['connections-are-closed'],
    mutants: [{ name: 'trading-api-accepts-expired-tokens', replaces: { brokerTokenHasNotExpired: () => true } }],
  },
]);

export default [...atTheMcpEndpoint, ...atTheTradingApi];
