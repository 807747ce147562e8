import { askTradingApi, brokerageKey, connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { Blocked, describe } from '../../vocabulary/expect.ts';
import type { Connection, OAuthClient, Overrides } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { World } from '../../vocabulary/world.ts';
import { endpoint } from '../../wire/discover.ts';
import { revoke } from '../../wire/oauth.ts';

/** Where tokens come from, are revoked, and are used. */
export interface Place {
  connect(world: World, person?: Person): Promise<Connection>;
  /** A client that none of the tokens was issued to. */
  anotherClient(world: World, person: Person): Promise<OAuthClient>;
  revoke(world: World, client: OAuthClient, token: string, params?: Overrides): Promise<Answer>;
  /** A request with the access token. */
  use(world: World, connection: Connection): Promise<Answer>;
}

export const gateway: Place = {
  connect: (world) => world.connect(),
  anotherClient: async (world, person) => {
    const client = await world.client({ person, other: true });
    return (await world.connect({ person, client })).client;
  },
  revoke,
  use: (world, connection) => world.mcp(connection).request('tools/list'),
};

export const brokerage: Place = {
  async connect(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'gateway');
    const served = await askTradingApi(world, connection.accessToken);
    if (served.status !== 200) throw new Blocked(`the trading API refuses its own token: ${describe(served)}`);
    return connection;
  },
  anotherClient: (world, person) => brokerageKey(world, person, 'gateway'),
  revoke: revokeAtBrokerage,
  use: (world, { accessToken }) => askTradingApi(world, accessToken),
};

/** What a link would do that holds a token. */
export async function revokeByGet(world: World, client: OAuthClient, token: string): Promise<Answer> {
  const url = new URL(endpoint(await world.discovery(), 'revocation_endpoint'));
  url.searchParams.set('token', token);
  url.searchParams.set('client_id', client.clientId);
  return world.http.get(url.href);
}
