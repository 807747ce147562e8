import { z } from 'zod';
import { confirmed } from '../../stage/order.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { challengeOf, schemeOf } from '../../vocabulary/challenge.ts';
import { PURPOSES, type Purpose } from '../../vocabulary/profile.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import type { Stage } from '../stage.ts';
import { type Facts, verb } from '../step.ts';

const isPurpose = (tool: string): tool is Purpose => (PURPOSES as readonly string[]).includes(tool);

/** The tool and its arguments: by purpose, or by its own name. */
export async function toolCall(
  stage: Stage,
  client: string,
  tool: string,
  args?: Record<string, unknown>,
): Promise<{ name: string; args: Record<string, unknown> }> {
  if (!isPurpose(tool)) return { name: tool, args: args ?? {} };
  const use = stage.world.tool(tool);
  const account = use.args.length > 0 ? await stage.world.accountOf(stage.connection(client)) : '';
  return { name: use.name, args: { ...use.args(account), ...args } };
}

/** What a tool call came to, from HTTP status to the broker's own code. */
export function callFacts(answer: Answer): Facts {
  const result = answer.rpc()?.result;
  const body = answer.tryJson() as { error?: unknown } | undefined;
  const challenge = challengeOf(answer);
  const error = typeof body?.error === 'string' ? body.error : challenge?.params.error;
  const rpc = answer.rpc()?.error;
  return {
    status: answer.status,
    ok: answer.status === 200 && result !== undefined && result.isError !== true,
    tool_error: result?.isError === true,
    error: error ?? (rpc ? String(rpc.code) : undefined),
    says: result ? (result.content ?? []).map((part: { text?: string }) => part.text ?? '').join(' ') : answer.words(),
    retry_after: retryAfter(answer) !== undefined,
    challenge: challenge && schemeOf(challenge),
    challenge_says: challenge?.params.scope,
  };
}

export const callExpect = {
  status: z.number().optional(),
  ok: z.boolean().optional(),
  tool_error: z.boolean().optional().describe('The tool answered, and says that it failed.'),
  error: z.string().optional(),
  says: z.union([z.string(), z.array(z.string())]).optional(),
  retry_after: z.boolean().optional(),
  challenge: z.string().optional().describe('The scheme that a refusal challenges to, such as Bearer.'),
  challenge_says: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('The scope that the challenge names.'),
};

export const call = verb({
  name: 'call',
  demands: 'a connection',
  describe: 'A connected client calls a tool, by its purpose or by its own name.',
  args: z.strictObject({
    client: z.string(),
    tool: z.string().describe('accounts, summary, positions, orders, quote, place, cancel-all, or the name of a tool.'),
    args: z.record(z.string(), z.unknown()).optional(),
    token: z
      .enum(['current', 'first', 'none', 'tampered'])
      .default('current')
      .describe('`first`: the token it got when it first connected.'),
  }),
  expect: z.strictObject(callExpect),
  usually: { ok: true },
  orders: ({ tool }) => (tool === 'place' ? 2 : Number(tool === 'confirm')),
  says: ({ client, tool, token }) =>
    `${client} calls ${tool}${token === 'current' ? '' : ` with ${token === 'none' ? 'no' : `its ${token}`} token`}`,
  async run(stage, args) {
    const use = await toolCall(stage, args.client, args.tool, args.args);
    stage.world.tell('client', `calls ${use.name}`);
    const actor = stage.actor(args.client);
    const current = stage.connection(args.client).accessToken;
    const tokens = {
      current,
      first: (actor.past[0] ?? actor.connection)!.accessToken,
      none: undefined,
      tampered: `${current.slice(0, -6)}AAAAAA`,
    };
    const mcp = args.token === 'current' ? stage.mcp(args.client) : stage.world.mcp(tokens[args.token]);
    const answer = await mcp.call(use.name, use.args);
    return callFacts(args.tool === 'place' ? await confirmed(stage.world, mcp, answer) : answer);
  },
});
