import { z } from 'zod';
import { brokerOrder } from '../../../tools/broker-shapes.ts';
import { cancels, decimal, readsMarket, type Tool, ToolProblem, ticker, tool, trades } from '../../../tools/tool.ts';
import { accountId, pathOf } from './account.ts';

const orderId = z.string().min(1).max(64).describe('The id of an order.');
const orderFields = {
  account_id: accountId,
  symbol: ticker,
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit']),
  qty: decimal.describe('Shares, as a decimal string such as "10".'),
  limit_price: decimal.optional().describe('Dollars a share, as a decimal string: with type limit, and only then.'),
  time_in_force: z.enum(['day', 'gtc']).default('day'),
};
const orderOutput = z.object({ account_id: z.string(), order: brokerOrder });

/** What the brokerage wants of an order: all fields of the ticket but the account. */
function ticketOf({
  account_id: _,
  ...ticket
}: {
  account_id?: string | undefined;
  type: string;
  limit_price?: string | undefined;
}) {
  if ((ticket.type === 'limit') === (ticket.limit_price === undefined)) {
    throw new ToolProblem('invalid_arguments', 'limit_price goes with type limit, and only with it.');
  }
  return ticket;
}

const preview = z.object({
  account_id: z.string(),
  symbol: z.string(),
  side: z.string(),
  qty: z.string(),
  estimated_price: z.string(),
  estimated_cost: z.string(),
  buying_power: z.string(),
  buying_power_after: z.string(),
});

/** What deals in orders. */
export const staticClientOrders: readonly Tool[] = [
  tool({
    name: 'preview_order',
    title: 'Preview an order',
    description: 'What an order would cost and do to buying power. Places nothing.',
    scope: 'order:execution',
    annotations: readsMarket,
    brokerCall: 'POST /v1/orders/preview',
    input: z.strictObject(orderFields),
    output: preview,
    call: async (desk, args) => {
      const { account_id } = pathOf(desk, args.account_id);
      return preview.parse(await desk.post('/v1/orders/preview', { account_id, ...ticketOf(args) }));
    },
  }),
  tool({
    name: 'place_order',
    title: 'Place an order',
    description: 'Places a market or limit order at once. There is no confirmation: ask the user first.',
    scope: 'order:execution',
    annotations: trades,
    brokerCall: 'POST /v1/trading/accounts/{id}/orders',
    input: z.strictObject({
      ...orderFields,
      client_order_id: z
        .string()
        .min(1)
        .max(128)
        .optional()
        .describe('Your own name for the order, never used before.'),
    }),
    output: orderOutput,
    call: async (desk, args) => {
      const { account_id, path } = pathOf(desk, args.account_id);
      return { account_id, order: brokerOrder.parse(await desk.placeOrder(`${path}/orders`, ticketOf(args))) };
    },
  }),
  tool({
    name: 'replace_order',
    title: 'Change an order',
    description: 'Replaces quantity, limit price or time in force of an open order. The new order has a new id.',
    scope: 'order:execution',
    annotations: trades,
    brokerCall: 'PATCH /v1/trading/accounts/{id}/orders/{order_id}',
    input: z.strictObject({
      account_id: accountId,
      order_id: orderId,
      qty: decimal.optional(),
      limit_price: decimal.optional(),
      time_in_force: z.enum(['day', 'gtc']).optional(),
    }),
    output: orderOutput,
    call: async (desk, { account_id: id, order_id, ...changes }) => {
      const { account_id, path } = pathOf(desk, id);
      const answer = await desk.patch(`${path}/orders/${encodeURIComponent(order_id)}`, changes);
      return { account_id, order: brokerOrder.parse(answer) };
    },
  }),
  tool({
    name: 'cancel_order',
    title: 'Cancel an order',
    description: 'Asks for an open order to be cancelled; it may still fill before the exchange answers.',
    scope: 'order:execution',
    annotations: cancels,
    brokerCall: 'DELETE /v1/trading/accounts/{id}/orders/{order_id}',
    input: z.strictObject({ account_id: accountId, order_id: orderId }),
    output: z.object({ account_id: z.string(), order_id: z.string(), cancel_requested: z.boolean() }),
    call: async (desk, args) => {
      const { account_id, path } = pathOf(desk, args.account_id);
      await desk.delete(`${path}/orders/${encodeURIComponent(args.order_id)}`);
      return { account_id, order_id: args.order_id, cancel_requested: true };
    },
  }),
];
