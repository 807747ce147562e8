import type { Answer } from '../../vocabulary/answer.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';

/** No account: a gateway that lets an order for it through trades nothing. */
export const NOBODYS_ACCOUNT = 'openbell-no-such-account';

/** Calls the tool that places orders, for an account that does not exist. */
export function tryToTrade(world: World, connection: Connection): Promise<Answer> {
  const { name, args } = world.tool('place');
  return world.mcp(connection).call(name, args(NOBODYS_ACCOUNT));
}
