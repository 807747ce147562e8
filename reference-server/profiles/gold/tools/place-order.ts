import type { z } from 'zod';
import { type Tool, ToolProblem } from '../../../tools/tool.ts';
import { mintedTokenOrders } from '../../minted-token/tools/orders.ts';

const toolOf = (name: string): Tool => mintedTokenOrders.find((tool) => tool.name === name)!;
const create = toolOf('create_order');
const confirm = toolOf('confirm_trade');

/**
 * An order that the user confirms where the client can ask them. It is prepared and sent by the tools of the two calls,
 * so that it stands at the broker once, however often the question is answered.
 */
export const placeOrder: Tool = {
  name: 'place_order',
  title: 'Place an order',
  description:
    'Prepares an order, asks the user in the client whether to send it, and sends it after their yes. Where the client cannot ask, use create_order and confirm_trade.',
  scope: 'order:execution',
  annotations: { ...confirm.annotations, idempotentHint: false },
  brokerCall: `${create.brokerCall}, ${confirm.brokerCall}`,
  asTask: true,
  input: create.input,
  output: confirm.output as z.ZodObject,
  async call(desk, args, talk) {
    talk.must('elicitation', 'Use create_order, show its summary to the user, and confirm_trade after their yes.');
    const { confirmation_id, summary } = await talk.once('order', async () => {
      const prepared = (await create.call(desk, args, talk)) as { confirmation_id: string; summary: string };
      return { confirmation_id: prepared.confirmation_id, summary: prepared.summary };
    });
    if (!(await talk.confirm(`${summary} Send it?`))) {
      throw new ToolProblem('not_confirmed', 'The user did not say yes, so nothing was sent.');
    }
    talk.log('info', 'The user said yes: the order is sent.');
    return confirm.call(desk, { confirmation_id }, talk);
  },
};
