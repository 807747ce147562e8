import type { Answer } from '../vocabulary/answer.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import { profileHas } from '../vocabulary/profile.ts';
import type { World } from '../vocabulary/world.ts';
import { confirmationIn } from './confirmation.ts';

/** Places an order by all that it takes: where an order is confirmed, that too. The answer is that of the last call. */
export async function placeOrder(
  world: World,
  connection: Connection,
  account: string,
  over: Record<string, unknown> = {},
): Promise<Answer> {
  const { name, args } = world.tool('place');
  const mcp = world.mcp(connection);
  return confirmed(world, mcp, await mcp.call(name, { ...args(account), ...over }));
}

/** What becomes of an order that was `placed`: where orders are confirmed, the answer to its confirmation. */
export async function confirmed(world: World, mcp: Mcp, placed: Answer): Promise<Answer> {
  if (!profileHas(world.profile, 'two-step-orders')) return placed;
  const confirmation = confirmationIn(placed);
  if (confirmation === undefined) return placed;
  const { name, args } = world.tool('confirm');
  return mcp.call(name, args(confirmation));
}
