import {
  authorizeAtBrokerage,
  brokerageKey,
  connectAtBrokerage,
  redeemAtBrokerage,
  refreshAtBrokerage,
} from '../../stage/brokerage.ts';
import { freshCode, letBeKnown } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct } from '../../vocabulary/check.ts';
import type { Authorized, Connection, OAuthClient, Overrides } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { ConnectOptions, World } from '../../vocabulary/world.ts';
import { redeem, refresh } from '../../wire/oauth.ts';

/** Where codes are redeemed and tokens refreshed. */
export interface Place {
  /** How what happens there is graded. */
  conduct: Conduct;
  client(world: World, person: Person): Promise<OAuthClient>;
  /** A second client of this person's, with which nothing is wrong. */
  otherClient(world: World, person: Person): Promise<OAuthClient>;
  code(world: World, client: OAuthClient, person: Person): Promise<Authorized>;
  redeem(world: World, client: OAuthClient, authorized: Authorized, overrides?: Overrides): Promise<Answer>;
  connect(world: World, options?: ConnectOptions): Promise<Connection>;
  refresh(world: World, connection: Connection, overrides?: Overrides): Promise<Answer>;
}

export const gateway: Place = {
  conduct: {},
  client: (world, person) => world.client({ person }),
  async otherClient(world, person) {
    const client = await world.client({ person, other: true });
    await letBeKnown(world, person, client);
    return client;
  },
  code: async (world, client, person) => (await freshCode(world, { client, person })).authorized,
  redeem,
  connect: (world, options) => world.connect(options),
  refresh,
};

/** The brokerage's own OAuth server, where clients get tokens for the MCP URL in direct mode (AR-11). */
export const brokerage: Place = {
  conduct: { applies: { needs: ['direct-mode'] }, blame: 'broker' },
  client: (world, person) => brokerageKey(world, person, 'direct'),
  otherClient: (world, person) => brokerageKey(world, person, 'direct'),
  code: authorizeAtBrokerage,
  redeem: redeemAtBrokerage,
  connect: async (world, { person } = {}) => connectAtBrokerage(world, person ?? (await world.person()), 'direct'),
  refresh: refreshAtBrokerage,
};
