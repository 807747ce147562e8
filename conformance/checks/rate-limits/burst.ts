import type { Answer } from '../../vocabulary/answer.ts';
import { Blocked, describe, Untestable, Violation } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';

/** More calls than any gateway for people with a model should serve at once. */
const MOST = 90;

/** Whether a call was refused for its number, in one of the ways that gateways have for it: a tool error is one. */
export function isRefused(answer: Answer): boolean {
  if (answer.status === 429) return true;
  const { result, error } = answer.rpc() ?? {};
  const failed = answer.status >= 400 || error !== undefined || result?.isError === true;
  return failed && /rate.?limit|limit (of|reached|exceeded)|too many|throttl|quota/i.test(answer.words());
}

/** How often it is called again for a refusal of the gateway's own. */
const MORE = 25;

/** A tool error may hand on the limit of somebody behind the gateway: its own 429, where it comes to one soon. */
async function plainest(call: () => Promise<Answer>, refused: Answer): Promise<Answer> {
  for (let more = 0; refused.status !== 429 && more < MORE; more++) {
    const answer = await call();
    if (answer.status === 429) return answer;
  }
  return refused;
}

/** How many calls are made at once where nobody counts on their order: a flood does not wait for its answers. */
const AT_ONCE = 6;

/** Calls a tool that only reads until the limit is reached; `Violation` where none is, and the profile has one. */
export async function burst(world: World, mcp: Mcp): Promise<{ served: number; refused: Answer }> {
  const { name, args } = world.tool('accounts');
  const call = () => mcp.call(name, args(''));
  const atOnce = world.hooks.has('users') ? 1 : AT_ONCE;
  for (let served = 0; served < MOST; ) {
    const answers = await Promise.all(Array.from({ length: atOnce }, call));
    const unknown = answers.find(({ status }) => status === 401);
    if (unknown) throw new Blocked(`the token is no good any more: ${describe(unknown)}`);
    served += answers.filter((answer) => !isRefused(answer)).length;
    const refused = answers.find(isRefused);
    if (refused) return { served, refused: await plainest(call, refused) };
  }
  // MCP demands a limit and does not say which: a product's own is in its profile.
  if (!world.profile) throw new Untestable(`needs a limit that is met within ${MOST} calls: none was`);
  throw new Violation(`a limit within ${MOST} calls`, `${MOST} calls served in a row`);
}

/** Calls that are more than a bucket refills while one looks at it. */
const ENOUGH = 4;

/**
 * Uses up what the first has, of which `usedUp` calls were served before, and says whether the others get as much again:
 * with a clock that runs, they get a little.
 */
export async function isOneAllowance(
  world: World,
  first: Mcp,
  others: readonly Mcp[],
  usedUp = 0,
): Promise<{ shared: boolean; seen: string }> {
  for (const other of others) await other.open();
  let own = Math.max(usedUp, (await burst(world, first)).served);
  // Somebody real may have spent theirs just before.
  while (own < ENOUGH && (await world.patience())) own = (await burst(world, first)).served;
  if (own < ENOUGH) throw new Untestable(`needs an allowance to use up: the user had ${own} calls left`, 'patience');
  const more: number[] = [];
  for (const other of others) more.push((await burst(world, other)).served);
  const shared = more.every((served) => served === 0 || served * 2 < own);
  return { shared, seen: `${own} calls served, and then ${more.join(' and ')} more` };
}

/**
 * A connection whose user is over the limit, and how many calls were served until then. It is made once: with a clock
 * that runs, the next `burst` fills it up again.
 */
export const exhausted = (world: World): Promise<Connection & { served: number }> =>
  world.shared('a user over the limit', async () => {
    const person = await world.person();
    const connection = await world.connect({ person, client: await world.client({ person }) });
    const { served } = await burst(world, world.mcp(connection));
    return { ...connection, served };
  });
