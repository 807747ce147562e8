import type { Answer } from '../vocabulary/answer.ts';
import type { Authorized, OAuthClient, Overrides } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { authorize, redeem } from '../wire/oauth.ts';
import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from './brokerage.ts';

/** Where a client gets a code and redeems it. */
export interface Place {
  client(world: World, person: Person): Promise<OAuthClient>;
  authorize(world: World, client: OAuthClient, person: Person, params?: Overrides): Promise<Authorized>;
  redeem(world: World, client: OAuthClient, authorized: Authorized, overrides?: Overrides): Promise<Answer>;
}

export const gateway: Place = {
  client: (world, person) => world.client({ person }),
  authorize: (world, client, person, params) => authorize(world, { client, person, params }),
  redeem,
};

/** The brokerage itself, for clients that go there directly (AR-11). */
export const brokerage: Place = {
  client: (world, person) => brokerageKey(world, person, 'direct'),
  authorize: authorizeAtBrokerage,
  redeem: redeemAtBrokerage,
};
