import { z } from 'zod';
import { confirmationIn, contentOf } from '../../stage/confirmation.ts';
import { verb } from '../step.ts';
import { callExpect, callFacts, toolCall } from './call.ts';

export const preview = verb({
  name: 'preview',
  demands: 'a connection',
  describe: 'A client prepares an order, and remembers by what it is confirmed. Nothing is to be sent by that.',
  args: z.strictObject({
    client: z.string(),
    order: z.record(z.string(), z.unknown()).optional().describe('Put over the usual order; null leaves one out.'),
  }),
  expect: z.strictObject({
    ...callExpect,
    confirmation: z.boolean().optional().describe('It is told by what the order is confirmed.'),
    summary_says: z.union([z.string(), z.array(z.string())]).optional(),
  }),
  usually: { ok: true, confirmation: true },
  orders: () => 1,
  says: ({ client, order }) => `${client} prepares an order${order ? ` (${JSON.stringify(order)})` : ''}`,
  async run(stage, { client, order = {} }) {
    const over = Object.fromEntries(Object.entries(order).map(([name, value]) => [name, value ?? undefined]));
    const use = await toolCall(stage, client, 'place', over);
    stage.world.tell('client', `calls ${use.name}`);
    const answer = await stage.mcp(client).call(use.name, use.args);
    const id = confirmationIn(answer);
    if (id !== undefined) stage.actor(client).confirmation = id;
    const { summary } = contentOf(answer);
    return { ...callFacts(answer), confirmation: id !== undefined, summary_says: summary as string | undefined };
  },
});
