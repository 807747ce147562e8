import type { Answer } from '../../vocabulary/answer.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';

/** Calls the tool that places orders, for an account that does not exist: a gateway that lets it through trades nothing. */
export function tryToTrade(world: World, connection: Connection): Promise<Answer> {
  const { name, args } = world.tool('place');
  return world.mcp(connection).call(name, args('openbell-no-such-account'));
}
