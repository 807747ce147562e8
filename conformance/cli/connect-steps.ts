import {
  AT_THE_ANSWER,
  AT_THE_CHALLENGE,
  AT_THE_RESOURCE,
  AT_THE_SERVER,
  type Seen,
  stopsOf,
} from '../personas/strict.ts';
import { candidates } from '../stage/tools.ts';
import type { Answer } from '../vocabulary/answer.ts';
import { challengeOf, isBearer } from '../vocabulary/challenge.ts';
import type { Discovery } from '../vocabulary/discovery.ts';
import type { Era } from '../vocabulary/era.ts';
import { describe, Untestable, Violation } from '../vocabulary/expect.ts';
import type { ListedTool } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';
import { union } from '../wire/scope-selection.ts';
import { type Entry, enter, getClient, type Member } from './connect-entry.ts';
import { type Opened, openMcp, served, TooLittle } from './connect-mcp.ts';

/** What came of a step, and who else would have stopped there. */
export interface Done {
  says: string;
  but?: string[];
}

/** Does one thing and tells what came of it; what `run` throws ends the way. */
export type Step = (does: string, run: () => Promise<Done | string>) => Promise<void>;

export interface Way {
  world: World;
  step: Step;
  /** Revisions of MCP to try, in this order. */
  eras: readonly Era[];
  /** A scope that the configuration names. */
  scope?: string | undefined;
  /** An access token that somebody has got already. */
  readyToken?: string | undefined;
}

/** A client's way from a URL to a tool call, in the order in which real clients go it. */
export async function goIn(way: Way): Promise<void> {
  const { world, step } = way;
  const discovery = await world.discovery();
  const { unauthenticated } = discovery;
  await step('asks the URL without a token', async () => greeting(discovery));
  if (way.readyToken !== undefined) return useMcp(way, undefined);
  let entry: Entry | undefined;
  if (unauthenticated.status === 401) {
    const seen = seenIn(world, discovery);
    await step('finds the resource metadata', async () => resourceMetadata(discovery, seen));
    await step('finds the authorization server', async () => authorizationServer(discovery, seen));
    let member: Member | undefined;
    await step('gets a Client ID', async () => {
      member = await getClient(world, way.scope);
      return member.client.clientId;
    });
    entry = await signIn(way, member!, seen);
  }
  await useMcp(way, entry);
}

/** The browser and the token endpoint; with a `scope` of its own where more is needed. */
async function signIn({ step, world }: Way, member: Member, seen: Seen, scope = member.scope): Promise<Entry> {
  let entry: Entry | undefined;
  const more = scope === member.scope ? '' : ' once more';
  await step(`sends a person to sign in and give permission${more}`, async () => {
    entry = await enter(world, member, scope);
    const answerNamesIssuer = entry.authorized.answer.iss !== undefined;
    return { says: entry.cameBack, but: stopsOf(AT_THE_ANSWER, { ...seen, answerNamesIssuer }) };
  });
  await step('redeems the code', () => entry!.redeem());
  return entry!;
}

/** Opens MCP, lists the tools and calls one that only reads; asks for more scope once, where it is refused for want of it. */
async function useMcp(way: Way, entry: Entry | undefined): Promise<void> {
  const { world, step, eras } = way;
  let now = entry;
  let steppedUp = false;
  let opened: Opened | undefined;
  /** Does it, and once more with a larger token where the first was too small. */
  const allowed = async (does: string, run: () => Promise<Done | string>): Promise<void> => {
    let refusal: Answer | undefined;
    await step(does, async () => {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof TooLittle) || !now || steppedUp) throw error;
        refusal = error.answer;
        return `${describe(refusal)}: the token holds too little for it`;
      }
    });
    if (!refusal) return;
    steppedUp = true;
    const scope = union(now!.granted, challengeOf(refusal)?.params.scope);
    now = await signIn(way, now!.member, seenIn(world, await world.discovery()), scope);
    if (opened) opened = await openMcp(world, [opened.era], now!.accessToken);
    await step(`${does} again`, run);
  };
  await allowed('opens MCP', async () => {
    opened = await openMcp(world, eras, now?.accessToken ?? way.readyToken);
    return opened.says;
  });
  let tools: ListedTool[] = [];
  await allowed('lists the tools', async () => {
    served(await opened!.mcp.request('tools/list'), 'the list of tools');
    const listed = await opened!.mcp.listTools();
    tools = listed.filter(({ name }) => typeof name === 'string');
    const nameless = listed.length - tools.length;
    return `${tools.length}: ${tools.map((tool) => tool.name).join(', ')}${nameless > 0 ? `; and ${nameless} without a name` : ''}`;
  });
  const harmless = candidates('accounts', tools).find((tool) => !tool.wantsAccount);
  if (!harmless) return;
  await allowed(`calls ${harmless.name}, which only reads`, async () => {
    const answer = await opened!.mcp.call(harmless.name, harmless.args(''));
    const { error, result } = served(answer, 'the call to be served');
    if (error) return `it answers with the error ${error.code}: ${error.message}`;
    return result?.isError ? 'it answers that it failed' : 'it answers';
  });
}

const seenIn = (
  world: World,
  { challenge, resourceMetadata: found, authorizationServer: server, issuer }: Discovery,
): Seen => ({
  mcpUrl: world.mcpUrl,
  repeated: challenge?.repeated ?? [],
  resource: found?.doc.resource,
  issuerAsked: issuer ?? world.origin,
  server: server?.doc,
});

function greeting({ unauthenticated: answer, challenge }: Discovery): Done | string {
  if (answer.status === 401) {
    const but = stopsOf(AT_THE_CHALLENGE, { mcpUrl: '', repeated: challenge?.repeated ?? [] });
    if (!challenge) return '401, without the challenge that tells clients where to go on';
    if (isBearer(challenge)) return { says: '401 with a Bearer challenge, as it should', but };
    throw new Violation('a Bearer challenge, which OAuth needs', `only ${challenge.scheme}`, answer);
  }
  if (answer.rpc()) return 'no authorization: nothing to sign in to';
  throw new Violation('401, which starts the sign-in, or an answer in MCP', describe(answer), answer);
}

function resourceMetadata(
  { resourceMetadata: found, instead: { resourceMetadata: instead }, unauthenticated }: Discovery,
  seen: Seen,
): Done {
  if (found) return { says: found.url, but: stopsOf(AT_THE_RESOURCE, seen) };
  throw new Violation('a resource metadata document (RFC 9728 §3)', `none: ${instead[0]}`, unauthenticated);
}

function authorizationServer(
  { authorizationServer: found, instead: { authorizationServer: instead }, unauthenticated }: Discovery,
  seen: Seen,
): Done {
  if (found) return { says: found.url, but: stopsOf(AT_THE_SERVER, seen) };
  throw new Violation('authorization server metadata (RFC 8414 §3)', `none: ${instead[0]}`, unauthenticated);
}

/** Where and why it stopped, in a sentence, and whose turn it is: 1 the target’s, 3 ours. */
export function whyStopped(error: unknown): { sentence: string; exitCode: 1 | 3 } {
  if (error instanceof Violation) return { sentence: `expected ${error.expected}, seen ${error.seen}`, exitCode: 1 };
  const { message, name } = error as Error;
  if (error instanceof Untestable) {
    const lacks = /in the configuration|test hook|needs a user/.test(message);
    return { sentence: lacks ? `${message}; “openbell init” explains the configuration` : message, exitCode: 3 };
  }
  if (name === 'Blocked') return { sentence: message, exitCode: 1 };
  if (message.startsWith('test hook ')) return { sentence: message, exitCode: 3 };
  throw error;
}
