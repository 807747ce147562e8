import { Untestable } from '../expect.ts';
import type { World } from '../world/world.ts';
import type { Connection } from './oauth.ts';

/** A connection of a client without a secret: of others nobody demands that their refresh tokens are replaced. */
export async function connectAsPublicClient(world: World): Promise<Connection> {
  const connection = await world.connect();
  if (connection.client.clientSecret) throw new Untestable('needs a client without a secret');
  return connection;
}
