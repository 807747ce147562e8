import type { Answer } from '../vocabulary/answer.ts';
import { challengeOf } from '../vocabulary/challenge.ts';
import { ERAS, type Era, isStateless } from '../vocabulary/era.ts';
import { describe, Violation } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';
import { createMcp } from '../wire/mcp.ts';

/** A refusal for want of scope (RFC 6750 §3.1). */
export class TooLittle extends Violation {
  readonly answer: Answer;
  constructor(expected: string, answer: Answer) {
    super(expected, describe(answer), answer);
    this.answer = answer;
  }
}

/** The message that an answer holds; throws where there is none, `TooLittle` where the token does not reach. */
export function served(answer: Answer, expected: string) {
  const rpc = answer.rpc();
  if (answer.status === 403 && challengeOf(answer)?.params.error === 'insufficient_scope')
    throw new TooLittle(expected, answer);
  if (answer.status >= 400 || !rpc) throw new Violation(expected, describe(answer), answer);
  return rpc;
}

/** An MCP server that has introduced itself. */
export interface Opened {
  mcp: Mcp;
  era: Era;
  says: string;
}

/** Opens MCP in the first of these revisions that the server speaks, as clients of both kinds do (MCP versioning). */
export async function openMcp(world: World, eras: readonly Era[], token: string | undefined): Promise<Opened> {
  const refusals: string[] = [];
  let last: Answer | undefined;
  for (const era of eras) {
    const mcp = createMcp(world.http, world.mcpUrl, era, token);
    const answer = isStateless(era) ? await mcp.request('server/discover') : (await mcp.open())!;
    const says = refusals.map((refusal) => `${refusal}; `).join('');
    if (answer.status === 401 || answer.status === 403) served(answer, 'the new token to be accepted');
    const result = answer.status < 400 ? answer.rpc()?.result : undefined;
    const spoken = result && versionOf(era, result);
    if (spoken === era) return { mcp, era, says: `${says}${era}, ${nameOf(result)}` };
    const older = ERAS.find((one) => one === spoken && !isStateless(one));
    if (older) return openMcp(world, [older], token);
    last = answer;
    refusals.push(`${isStateless(era) ? 'server/discover' : 'initialize'} answered ${describe(answer)}`);
  }
  throw new Violation(`an answer in MCP ${eras.join(' or ')}`, refusals.join('; '), last);
}

// biome-ignore lint/suspicious/noExplicitAny: results of strangers are looked at field by field
type Result = any;

/** The revision that the server has chosen. */
function versionOf(era: Era, { protocolVersion, supportedVersions }: Result): unknown {
  if (!isStateless(era)) return protocolVersion ?? era;
  return Array.isArray(supportedVersions) && !supportedVersions.includes(era) ? undefined : era;
}

function nameOf(result: Result): string {
  const { name, version } = result.serverInfo ?? result._meta?.['io.modelcontextprotocol/serverInfo'] ?? {};
  return typeof name === 'string' ? `${name} ${version ?? ''}`.trim() : 'without a name';
}
