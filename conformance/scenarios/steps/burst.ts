import { z } from 'zod';
import { isOverTheWindow, secondsTold } from '../../stage/windows.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { verb } from '../step.ts';
import { toolCall } from './call.ts';

export const burst = verb({
  name: 'burst',
  demands: 'a connection',
  describe:
    'A client calls a tool many times in a row, without a pause, and no more once as many were refused as are waited for.',
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
    tool_error: z.boolean().optional().describe('The first refusal is one of the tool.'),
    retry_after: z.boolean().optional().describe('The first refusal says when to come back.'),
  }),
  usually: {},
  orders: ({ tool, calls }) => (tool === 'place' ? calls : 0),
  says: ({ client, calls, tool }) => `${client} calls ${tool} ${calls} times in a row`,
  async run(stage, args, { at_least_refused: enough = Number.POSITIVE_INFINITY }) {
    const use = await toolCall(stage, args.client, args.tool);
    const mcp = stage.mcp(args.client);
    const answers: Answer[] = [];
    const accepted: Answer[] = [];
    // Whoever wants to see so many refusals has seen enough with them.
    while (answers.length < args.calls && answers.length - accepted.length < enough) {
      const answer = await mcp.call(use.name, use.args);
      answers.push(answer);
      const result = answer.rpc()?.result;
      if (answer.status === 200 && result !== undefined && !isOverTheWindow(answer)) accepted.push(answer);
    }
    const first = answers.find((answer) => !accepted.includes(answer));
    if (first) stage.actor(args.client).refusal = first;
    return {
      accepted: accepted.length,
      refused: answers.length - accepted.length,
      status: first?.status,
      retry_after: first ? (retryAfter(first) ?? secondsTold(first) ?? 0) > 0 : undefined,
      tool_error: first?.rpc()?.result?.isError === true,
    };
  },
});
