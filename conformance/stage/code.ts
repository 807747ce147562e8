import { Blocked } from '../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { authorize } from '../wire/oauth.ts';

/** An authorization code that nobody has redeemed yet, and whose it is; `Blocked` where none comes back. */
export async function freshCode(
  world: World,
  options: { person?: Person; client?: OAuthClient; params?: Record<string, string | undefined> } = {},
): Promise<{ person: Person; client: OAuthClient; authorized: Authorized }> {
  const person = options.person ?? (await world.person());
  const client = options.client ?? (await world.client({ person }));
  const authorized = await authorize(world, { client, person, params: options.params });
  if (!authorized.code) {
    const { answer, landing } = authorized;
    throw new Blocked(`no code came back: ${answer.error ?? landing.stoppedAt?.title ?? 'nothing did'}`, 'sign-in');
  }
  return { person, client, authorized };
}
