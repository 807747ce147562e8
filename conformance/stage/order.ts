import type { Answer } from '../vocabulary/answer.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import { profileHas } from '../vocabulary/profile.ts';
import type { World } from '../vocabulary/world.ts';
import { confirmationIn } from './confirmation.ts';

/** Places an order by all that it takes: where an order is confirmed, that too. The answer is that of the last call. */
export async function placeOrder(world: World, connection: Connection, account: string): Promise<Answer> {
  const { name, args } = world.tool('place');
  const mcp = world.mcp(connection);
  const placed = await mcp.call(name, args(account));
  if (!profileHas(world.profile, 'two-step-orders')) return placed;
  const confirmation = confirmationIn(placed);
  if (confirmation === undefined) return placed;
  const confirm = world.tool('confirm');
  return mcp.call(confirm.name, confirm.args(confirmation));
}
