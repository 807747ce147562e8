import { Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';

/** A connection of a client without a secret: of others nobody demands that their refresh tokens are replaced. */
export async function connectAsPublicClient(world: World): Promise<Connection> {
  const connection = await world.connect();
  if (connection.client.clientSecret) throw new Untestable('needs a client without a secret');
  return connection;
}
