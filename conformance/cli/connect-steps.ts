import { isBearer } from '../vocabulary/challenge.ts';
import { isStateless } from '../vocabulary/era.ts';
import { describe, Untestable, Violation } from '../vocabulary/expect.ts';
import type { Connection, OAuthClient } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { authorize, connection, redeem } from '../wire/oauth.ts';

/** One thing that a client does on its way in. `run` says what came of it, or throws where it goes no further. */
export interface ConnectStep {
  does: string;
  run(): Promise<string>;
}

/** A client's way from a URL to a list of tools, in the order in which real clients go it. */
export function connectSteps(world: World): ConnectStep[] {
  let person: Person | undefined;
  let client: OAuthClient;
  let authorized: Awaited<ReturnType<typeof authorize>>;
  let connected: Connection | undefined;
  const mcp = () => world.mcp(connected);
  return [
    { does: 'asks the URL without a token', run: async () => greeting(world) },
    { does: 'finds the resource metadata', run: () => resourceMetadata(world) },
    { does: 'finds the authorization server', run: () => authorizationServer(world) },
    {
      does: 'gets a Client ID',
      run: async () => {
        await assertWayIn(world);
        // A key of Client Center belongs to somebody; who registers needs nobody yet.
        if (world.hooks.has('users') || world.hooks.has('keys')) person = await world.person();
        client = await world.client(person ? { person } : {});
        return client.clientId;
      },
    },
    {
      does: 'sends a person to sign in and give permission',
      run: async () => {
        person ??= await world.person();
        authorized = await authorize(world, { client, person });
        return landed(authorized);
      },
    },
    {
      does: 'redeems the code',
      run: async () => {
        connected = connection(client, person!, authorized, await redeem(world, client, authorized));
        const { scope, expiresIn, refreshToken } = connected;
        const parts = [
          scope && `scope ${scope}`,
          expiresIn && `for ${expiresIn} s`,
          refreshToken && 'with a refresh token',
        ];
        return ['a token', ...parts.filter(Boolean)].join(', ');
      },
    },
    { does: `opens MCP ${world.era}`, run: () => opened(world, mcp()) },
    {
      does: 'lists the tools',
      run: async () => {
        const tools = await mcp().listTools();
        return `${tools.length}: ${tools.map((tool) => tool.name).join(', ')}`;
      },
    },
  ];
}

async function greeting(world: World): Promise<string> {
  const { unauthenticated, challenge } = await world.discovery();
  const { status } = unauthenticated;
  if (status === 401 && !challenge) return '401, without the challenge that tells clients where to go on';
  if (status === 401 && isBearer(challenge!)) return '401 with a Bearer challenge, as it should';
  if (status === 401)
    throw new Violation('a Bearer challenge, which OAuth needs', `only ${challenge!.scheme}`, unauthenticated);
  throw new Violation('401, which starts the sign-in', describe(unauthenticated), unauthenticated);
}

async function resourceMetadata(world: World): Promise<string> {
  const { resourceMetadata: found, unauthenticated } = await world.discovery();
  if (found) return found.url;
  throw new Violation('a resource metadata document (RFC 9728)', 'none at the well-known URLs', unauthenticated);
}

async function authorizationServer(world: World): Promise<string> {
  const { authorizationServer: found, unauthenticated } = await world.discovery();
  if (found) return found.url;
  throw new Violation('authorization server metadata (RFC 8414)', 'none at the well-known URLs', unauthenticated);
}

/** A profile that was asked for may be another than the gateway's. */
async function assertWayIn({ profile, discovery }: World): Promise<void> {
  const { doc } = (await discovery()).authorizationServer!;
  if (!profile?.demands.includes('registration') || doc.registration_endpoint) return;
  throw new Violation(`registration, as in the profile ${profile.id}`, 'no registration_endpoint in the metadata');
}

function landed({ code, landing, answer }: Awaited<ReturnType<typeof authorize>>): string {
  const pages = landing.pages.map((page) => `“${page.title}”`).join(', ') || 'no page';
  const [remark] = landing.remarks ?? [];
  if (code) return `${pages}, then back with a code${remark ? `; but ${remark.says}` : ''}`;
  if (answer.error)
    throw new Violation('a code', `${answer.error}${answer.error_description ? `: ${answer.error_description}` : ''}`);
  const { stoppedAt } = landing;
  if (!stoppedAt) throw new Violation('a code', `${pages}, then nothing`);
  const named = stoppedAt.errorCode ? `${stoppedAt.errorCode}: ` : '';
  throw new Violation(
    'a code',
    landing.why ?? `the page “${stoppedAt.title}”: ${named}${stoppedAt.text.slice(0, 200)}`,
  );
}

async function opened({ era }: World, mcp: ReturnType<World['mcp']>): Promise<string> {
  const answer = isStateless(era) ? await mcp.request('server/discover') : await mcp.open();
  const result = answer?.rpc()?.result;
  if (answer && !result) throw new Violation(`an answer in MCP ${era}`, describe(answer), answer);
  const { name, version } = result?.serverInfo ?? result?._meta?.['io.modelcontextprotocol/serverInfo'] ?? {};
  return name ? `${name} ${version ?? ''}`.trim() : 'it answers';
}

/** Where and why it stopped, in a sentence, and whose turn it is: 1 the target’s, 3 ours. */
export function whyStopped(error: unknown): { sentence: string; exitCode: 1 | 3 } {
  if (error instanceof Violation) return { sentence: `expected ${error.expected}, seen ${error.seen}`, exitCode: 1 };
  const { message, name } = error as Error;
  if (error instanceof Untestable) {
    const lacks = /in the configuration|test hook/.test(message);
    return { sentence: lacks ? `${message}; “openbell init” explains the configuration` : message, exitCode: 3 };
  }
  if (name === 'Blocked') return { sentence: message, exitCode: 1 };
  if (message.startsWith('test hook ')) return { sentence: message, exitCode: 3 };
  throw error;
}
