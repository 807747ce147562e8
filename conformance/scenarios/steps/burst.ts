import { z } from 'zod';
import { retryAfter } from '../../wire/retry-after.ts';
import { verb } from '../step.ts';
import { toolCall } from './call.ts';

export const burst = verb({
  name: 'burst',
  demands: 'a connection',
  describe: 'A client calls a tool many times in a row, without a pause.',
  args: z.strictObject({
    client: z.string(),
    tool: z.string().default('accounts'),
    calls: z.number().int().min(1).max(500),
  }),
  expect: z.strictObject({
    accepted: z.number().optional(),
    at_least_accepted: z.number().optional(),
    at_most_accepted: z.number().optional(),
    refused: z.number().optional(),
    at_least_refused: z.number().optional(),
    status: z.number().optional().describe('Of the first refusal.'),
    retry_after: z.boolean().optional().describe('The first refusal says when to come back.'),
  }),
  usually: {},
  says: ({ client, calls, tool }) => `${client} calls ${tool} ${calls} times in a row`,
  async run(stage, args) {
    const use = await toolCall(stage, args.client, args.tool);
    const mcp = stage.mcp(args.client);
    const answers = [];
    for (let n = 0; n < args.calls; n++) answers.push(await mcp.call(use.name, use.args));
    const accepted = answers.filter((answer) => answer.status === 200 && answer.rpc()?.result !== undefined);
    const first = answers.find((answer) => !accepted.includes(answer));
    if (first) stage.actor(args.client).refusal = first;
    return {
      accepted: accepted.length,
      refused: answers.length - accepted.length,
      status: first?.status,
      retry_after: first ? (retryAfter(first) ?? 0) > 0 : undefined,
    };
  },
});
