import { BROKERAGE_SCOPES } from '../profiles/brokerage-scopes.ts';
import type { Answer } from '../vocabulary/answer.ts';
import type { Authorized, Connection, OAuthClient, Overrides } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { authorize, connection, redeem, tokenRequest } from '../wire/oauth.ts';

// What a client does that goes to the brokerage's own OAuth server: direct mode (AR-11), or the ordinary API (AR-12).

const at = (world: World, path: string): string => `${world.brokerage().origin}${path}`;
const tokenUrl = (world: World): string => at(world, '/oauth2/token');

/** A key in Client Center that holds the suite's own redirect URI. Its tokens are for the MCP URL if it is `direct`, else for the trading API. */
export async function brokerageKey(world: World, person: Person, use: 'direct' | 'gateway'): Promise<OAuthClient> {
  const { redirectUri } = world;
  const scopes = BROKERAGE_SCOPES.trade.split(' ');
  const name = `openbell ${use}`;
  const clientId = await world.keys.make(person, { name, redirect_uri: redirectUri, scopes, use });
  return { clientId, redirectUri, name };
}

/** An authorization request at the brokerage; `params` are put over the right ones. */
export function authorizeAtBrokerage(
  world: World,
  client: OAuthClient,
  person: Person,
  params: Overrides = {},
): Promise<Authorized> {
  const scope = BROKERAGE_SCOPES.read;
  const own = { resource: undefined, ...params };
  return authorize(world, { client, person, scope, params: own, endpoint: at(world, '/oauth2/authorize') });
}

export const redeemAtBrokerage = (
  world: World,
  client: OAuthClient,
  authorized: Authorized,
  overrides: Overrides = {},
): Promise<Answer> => redeem(world, client, authorized, { resource: undefined, ...overrides }, tokenUrl(world));

export const refreshAtBrokerage = (
  world: World,
  { client, refreshToken }: Connection,
  overrides: Overrides = {},
): Promise<Answer> => {
  const params = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: client.clientId };
  return tokenRequest(world, { ...params, ...overrides }, tokenUrl(world));
};

export const revokeAtBrokerage = (world: World, client: OAuthClient, token: string): Promise<Answer> =>
  world.http.send({ url: at(world, '/oauth2/revoke'), form: { token, client_id: client.clientId } });

/** The whole way in at the brokerage, with a key of its own. */
export async function connectAtBrokerage(world: World, person: Person, use: 'direct' | 'gateway'): Promise<Connection> {
  const client = await brokerageKey(world, person, use);
  const authorized = await authorizeAtBrokerage(world, client, person);
  return connection(client, person, authorized, await redeemAtBrokerage(world, client, authorized));
}

/** A read request to the brokerage's trading API with this bearer token. */
export const askTradingApi = (world: World, token: string): Promise<Answer> =>
  world.http.get(at(world, '/v2/account'), { authorization: `Bearer ${token}` });
