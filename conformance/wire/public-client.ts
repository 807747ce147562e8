import { Untestable } from '../vocabulary/expect.ts';
import type { Connection, OAuthClient } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';

/** `Untestable` where this client has a secret. */
export function expectNoSecret({ clientSecret }: OAuthClient): void {
  if (clientSecret) throw new Untestable('needs a client without a secret');
}

/** A connection of a client without a secret: of others nobody demands that their refresh tokens are replaced. */
export async function connectAsPublicClient(world: World): Promise<Connection> {
  const connection = await world.connect();
  expectNoSecret(connection.client);
  return connection;
}
