import type { Connection } from '../vocabulary/oauth.ts';
import type { Survey } from '../vocabulary/survey.ts';
import type { World } from '../vocabulary/world.ts';
import { accountsIn } from './tools.ts';

/** How many of the accounts that a tool may have named are tried. */
const MOST_TRIES = 3;

/** An account of who is connected: the first of those that the target names, and takes, for their own token. It is asked for once. */
export async function askForAccount(
  world: World,
  { tools, accounts }: Survey,
  { person, accessToken }: Pick<Connection, 'person' | 'accessToken'>,
): Promise<string | undefined> {
  const lists = tools?.accounts;
  const proves = tools?.summary;
  if (!lists || lists.args('a').account !== lists.args('b').account) return undefined;
  const mcp = world.mcp(accessToken);
  const mayBe = accountsIn((await mcp.call(lists.name, lists.args(''))).rpc()?.result);
  for (const account of mayBe.slice(0, MOST_TRIES)) {
    const result = proves && (await mcp.call(proves.name, proves.args(account))).rpc()?.result;
    if (proves && (!result || result.isError)) continue;
    accounts.set(person.email, account);
    return account;
  }
  return undefined;
}
