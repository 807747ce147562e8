import type { Connection } from '../../verbs/oauth.ts';
import type { Answer } from '../../world/answer.ts';
import type { World } from '../../world/world.ts';

/** Calls the tool that places orders, for an account that does not exist: a gateway that lets it through trades nothing. */
export function tryToTrade(world: World, connection: Connection): Promise<Answer> {
  const { name, args } = world.tool('place');
  return world.mcp(connection).call(name, args('openbell-no-such-account'));
}
