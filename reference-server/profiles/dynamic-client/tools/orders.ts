import { z } from 'zod';
import { brokerResults } from '../../../tools/broker-shapes.ts';
import { cancels, decimal, type Tool, ToolProblem, ticker, tool, trades } from '../../../tools/tool.ts';
import { accountName, accountPath } from './account.ts';
import { order, orderOf } from './order.ts';

const scope = 'mcp:trade';
const orderId = z.string().min(1).max(64).describe('The order_id of a working order.');
const quantity = z.int().min(1).describe('Shares, a whole number.');
const limitPrice = decimal.describe(
  'Dollars a share, as a decimal string such as "400.00": with type Limit, and only then.',
);
const tif = z.enum(['Day', 'Gtc']);
export const cancelled = z.object({ account: z.string(), cancelled: z.array(z.string()), failed: z.array(z.string()) });

/** Cancels all working orders of an account. */
export function cancelledOf(account: string, sent: unknown): z.output<typeof cancelled> {
  const results = brokerResults.parse(sent ?? []);
  const ids = (ok: boolean) => results.filter(({ status }) => status < 300 === ok).map(({ id }) => id);
  return { account, cancelled: ids(true), failed: ids(false) };
}

/** What deals in orders, through the add-on. The product has no confirmation of its own. */
export const dynamicClientOrders: readonly Tool[] = [
  tool({
    name: 'PlaceOrder',
    title: 'Place an order',
    description: 'Places a market or limit order at once. There is no confirmation: ask the user first.',
    scope,
    annotations: trades,
    brokerCall: 'POST /addon/v1/trading/accounts/{id}/orders',
    input: z.strictObject({
      account: accountName,
      instrument: ticker,
      side: z.enum(['Buy', 'Sell']),
      type: z.enum(['Market', 'Limit']),
      quantity,
      limit_price: limitPrice.optional(),
      tif: tif.default('Day'),
      client_order_id: z
        .string()
        .min(1)
        .max(128)
        .optional()
        .describe('Your own name for the order, never used before.'),
    }),
    output: order,
    call: async (desk, { account, limit_price, ...args }) => {
      if ((args.type === 'Limit') === (limit_price === undefined)) {
        throw new ToolProblem('invalid_arguments', 'limit_price goes with type Limit, and only with it.');
      }
      const ticket = {
        symbol: args.instrument,
        side: args.side.toLowerCase(),
        type: args.type.toLowerCase(),
        qty: String(args.quantity),
        time_in_force: args.tif.toLowerCase(),
        limit_price,
        client_order_id: args.client_order_id,
      };
      return orderOf(account, await desk.placeOrder(`${accountPath(desk, account)}/orders`, ticket));
    },
  }),
  tool({
    name: 'Change',
    title: 'Change an order',
    description: 'Changes quantity, limit price or time in force of a working order. The changed order has a new id.',
    scope,
    annotations: trades,
    brokerCall: 'PATCH /addon/v1/trading/accounts/{id}/orders/{order_id}',
    input: z.strictObject({
      account: accountName,
      order_id: orderId,
      quantity: quantity.optional(),
      limit_price: limitPrice.optional(),
      tif: tif.optional(),
    }),
    output: order,
    call: async (desk, { account, order_id, ...changes }) => {
      const body = {
        qty: changes.quantity?.toString(),
        limit_price: changes.limit_price,
        time_in_force: changes.tif?.toLowerCase(),
      };
      const path = `${accountPath(desk, account)}/orders/${encodeURIComponent(order_id)}`;
      return orderOf(account, await desk.patch(path, body));
    },
  }),
  tool({
    name: 'CancelOrder',
    title: 'Cancel an order',
    description: 'Asks for a working order to be cancelled; it may still fill before the exchange answers.',
    scope,
    annotations: cancels,
    brokerCall: 'DELETE /addon/v1/trading/accounts/{id}/orders/{order_id}',
    input: z.strictObject({ account: accountName, order_id: orderId }),
    output: cancelled,
    call: async (desk, { account, order_id }) => {
      await desk.delete(`${accountPath(desk, account)}/orders/${encodeURIComponent(order_id)}`);
      return { account, cancelled: [order_id], failed: [] };
    },
  }),
  tool({
    name: 'CancelAllOrders',
    title: 'Cancel all orders',
    description: 'Asks for every working order of an account to be cancelled.',
    scope,
    annotations: cancels,
    brokerCall: 'DELETE /addon/v1/trading/accounts/{id}/orders',
    input: z.strictObject({ account: accountName }),
    output: cancelled,
    call: async (desk, { account }) => cancelledOf(account, await desk.delete(`${accountPath(desk, account)}/orders`)),
  }),
];
