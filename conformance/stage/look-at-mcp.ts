import { ERAS, type Era, isStateless } from '../vocabulary/era.ts';
import type { ListedTool, Mcp } from '../vocabulary/mcp.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { Purpose } from '../vocabulary/profile.ts';
import type { World } from '../vocabulary/world.ts';
import { createMcp } from '../wire/mcp.ts';
import type { Look } from './look.ts';
import { accountsIn, type FoundTool, isNamedForTrading, READING, TRADING, toolsToTry } from './tools.ts';

// Which revisions are spoken, whether there are sessions and streams, and what the tools are for.

/** Which revisions the target speaks: `server/discover` first, then `initialize`. */
export async function settleEras(
  { world, survey: found, learn, target }: Look,
  { accessToken }: Connection,
): Promise<void> {
  const spoken = new Set<Era>();
  const know = (version: unknown) => {
    const era = ERAS.find((one) => one === version);
    if (era) spoken.add(era);
  };
  const newest = createMcp(world.http, target.mcpUrl, '2026-07-28', accessToken);
  const discovered = (await newest.request('server/discover')).rpc();
  // What answers everything with an empty result speaks nothing.
  const speaks = Array.isArray(discovered?.result?.supportedVersions) || discovered?.result?.capabilities;
  if (speaks) know('2026-07-28');
  const listed = discovered?.result?.supportedVersions ?? discovered?.error?.data?.supported;
  if (Array.isArray(listed) && !listed.includes('2026-07-28')) spoken.delete('2026-07-28');
  const stateful = createMcp(world.http, target.mcpUrl, '2025-11-25', accessToken);
  const introduced = (await stateful.open())?.rpc();
  know(introduced?.result?.protocolVersion);
  if (spoken.size > 0) {
    found.eras = ERAS.filter((era) => spoken.has(era));
    learn('revisions of MCP', found.eras.join(', '));
  } else learn('revisions of MCP', 'unknown: neither server/discover nor initialize was answered with a result');
}

/** Milliseconds to wait for the first words on a stream. */
const FIRST_WORDS = 1000;

export async function lookAtSessions(look: Look, connection: Connection): Promise<void> {
  const { world, learn, lacks } = look;
  const mcp = world.mcp(connection);
  const opened = await mcp.open();
  if (opened?.status === 200) {
    const issued = mcp.sessionId() !== undefined;
    learn('sessions', issued ? 'yes' : 'none: no Mcp-Session-Id is issued');
    if (!issued) lacks('sessions', 'it issues no Mcp-Session-Id');
  } else if (!opened) learn('sessions', `none in ${world.era}`);
}

/** Whether the target says anything unasked. */
export async function lookAtStreams({ world, learn, lacks }: Look, connection: Connection): Promise<void> {
  const mcp = world.mcp(connection);
  await mcp.open();
  const stateless = isStateless(world.era);
  const without = stateless ? await noSubscriptions(world, mcp) : await noStream(world, mcp);
  learn(stateless ? 'subscriptions' : 'streams', without ? `none: ${without}` : 'yes');
  if (without) lacks('streams', `it offers no stream: ${without}`);
}

/** Why there is no stream of a session; undefined where there is one, or something else is wrong. */
async function noStream({ http, mcpUrl }: World, mcp: Mcp): Promise<string | undefined> {
  const { headers } = mcp.draft('ping');
  const { answer, close } = await http.open({
    method: 'GET',
    url: mcpUrl,
    headers: { ...headers, accept: 'text/event-stream' },
  });
  close();
  return answer.status === 405 ? 'GET is answered with 405' : undefined;
}

/** Why there are no subscriptions; undefined where there are, or something else is wrong. */
async function noSubscriptions({ http, mcpUrl }: World, mcp: Mcp): Promise<string | undefined> {
  const { headers, body } = mcp.draft('subscriptions/listen', { notifications: { toolsListChanged: true } });
  const { answer, next, close } = await http.open({ method: 'POST', url: mcpUrl, headers, body: JSON.stringify(body) });
  const said = /^application\/json\b/i.test(answer.headers['content-type'] ?? '') ? await next(FIRST_WORDS) : '';
  close();
  return /-32601\b/.test(said) ? 'subscriptions/listen is no method of it' : undefined;
}

/** Annotations are hints: a name that says otherwise counts for more. */
const saysThatItReads = ({ name, annotations }: ListedTool): boolean =>
  annotations?.readOnlyHint === true && !isNamedForTrading(name);

/** The tools that are listed, by what they are for; told before any of them is called. */
export async function lookAtTools(look: Look, connection: Connection, calls: boolean): Promise<void> {
  const { target, world, survey: found, learn, lacks } = look;
  // What has no name is called by nobody.
  const listed = async (who: Connection) =>
    (await world.mcp(who).listTools()).filter(({ name }) => typeof name === 'string');
  let tools = await listed(connection);
  const { read, trade } = target.scopes;
  if (trade && trade !== read && toolsToTry(tools, target.profile, target.tools).place.length === 0) {
    const larger = await world.borrow('trade').catch(() => undefined);
    if (larger) tools = await listed(larger);
  }
  const tries = toolsToTry(tools, target.profile, target.tools);
  const namesOf = (purposes: readonly Purpose[]) =>
    [...new Set(purposes.flatMap((purpose) => tries[purpose][0]?.name ?? []))].join(', ') || 'none that is known';
  learn('tools', `${tools.length}; reads with ${namesOf(READING)}; trades with ${namesOf(TRADING)}`);
  // With a larger scope there may be more tools than anybody was shown.
  if (!target.profile && !target.tools?.place && !trade && tools.length > 0 && tools.every(saysThatItReads))
    lacks('trading', 'all its tools say that they only read, and none has a name that trades');
  const chosen: Partial<Record<Purpose, FoundTool>> = {};
  found.tools = chosen;
  for (const purpose of TRADING) if (tries[purpose][0]) chosen[purpose] = tries[purpose][0];
  const mcp = world.mcp(connection);
  const who = connection.person.email;
  const mayBe = target.users.find(({ email }) => email === who)?.accounts?.map(({ id }) => id) ?? [];
  for (const purpose of READING) {
    const [first] = tries[purpose];
    const served = calls ? await firstServed(look, mcp, tries[purpose], who, mayBe) : first;
    // What the configuration says is not doubted.
    const works = served ?? (target.tools?.[purpose] && first);
    if (works) chosen[purpose] = works;
  }
  // Most checks only want to see a call that is served: where no tool is for a purpose, any that only reads will do.
  for (const purpose of ['summary', 'positions', 'orders'] as const) {
    if (!chosen[purpose] && tries[purpose].length === 0 && chosen.accounts) chosen[purpose] = chosen.accounts;
  }
  const called = target.mayTrade ? [...READING, ...TRADING] : READING;
  found.wantsAccounts = called.some((purpose) => chosen[purpose]?.wantsAccount);
  const missed = READING.filter((purpose) => tries[purpose].length > 0 && !chosen[purpose]);
  if (missed.length > 0)
    learn('tools that answer with an error', missed.map((purpose) => tries[purpose][0]!.name).join(', '));
}

/** How many tools are tried for one purpose, and how many accounts with each. */
const MOST_TRIES = 3;

/** The first of these tools that answers without an error. `mayBe` gathers what may be accounts of `who`. */
async function firstServed(
  { survey: found, learn }: Look,
  mcp: Mcp,
  tries: readonly FoundTool[],
  who: string,
  mayBe: string[],
): Promise<FoundTool | undefined> {
  for (const tool of tries.slice(0, MOST_TRIES)) {
    const known = found.accounts.get(who);
    const accounts = known ? [known] : mayBe.slice(0, MOST_TRIES);
    for (const account of tool.wantsAccount ? accounts : ['']) {
      const answer = await mcp.call(tool.name, tool.args(account));
      const result = answer.rpc()?.result;
      if (answer.status !== 200 || !result || result.isError) continue;
      if (!tool.wantsAccount) mayBe.push(...accountsIn(result));
      else if (!known) {
        found.accounts.set(who, account);
        learn('an account', `known from ${tool.name}`);
      }
      return tool;
    }
  }
  return undefined;
}
