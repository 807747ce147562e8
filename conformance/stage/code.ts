import { Blocked } from '../vocabulary/expect.ts';
import type { Authorized, OAuthClient, Overrides } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { gateway, type Place } from './place.ts';

/** An authorization code that nobody has redeemed yet, and whose it is; `Blocked` where none comes back. */
export async function freshCode(
  world: World,
  options: { place?: Place; person?: Person; client?: OAuthClient; params?: Overrides } = {},
): Promise<{ person: Person; client: OAuthClient; authorized: Authorized }> {
  const { place = gateway } = options;
  const person = options.person ?? (await world.person());
  const client = options.client ?? (await place.client(world, person));
  const authorized = await place.authorize(world, client, person, options.params);
  if (!authorized.code) {
    const { answer, landing } = authorized;
    throw new Blocked(`no code came back: ${answer.error ?? landing.stoppedAt?.title ?? 'nothing did'}`, 'sign-in');
  }
  return { person, client, authorized };
}
