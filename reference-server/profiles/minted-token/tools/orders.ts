import { Big } from 'big.js';
import { z } from 'zod';
import { brokerAccount } from '../../../tools/broker-shapes.ts';
import {
  type Annotations,
  cancels,
  decimal,
  type OrderPreview,
  type OrderTicket,
  readsMarket,
  type Tool,
  ToolProblem,
  ticker,
  tool,
  trades,
} from '../../../tools/tool.ts';
import { accountId, accountOf } from './account.ts';
import { order } from './order.ts';

const scope = 'trade';

/** It keeps something at the gateway, and nothing anywhere else: a second call makes a second confirmation. */
const prepares: Annotations = { ...readsMarket, readOnlyHint: false, idempotentHint: false };

/** Confirming again changes nothing more. */
const confirms: Annotations = { ...trades, idempotentHint: true };

const ticketShape = z.object({
  account_id: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit']),
  qty: z.string(),
  limit_price: z.string().optional(),
  time_in_force: z.enum(['day', 'gtc']),
});

/** Nothing that anybody on the way to the broker could resolve: `.` behind the path of all orders is all orders. */
const orderId = z
  .string()
  .max(64)
  .regex(/^[\w-]+$/, 'must be the id of an order of list_orders');

interface OrderArguments extends Omit<OrderTicket, 'account_id' | 'limit_price'> {
  account_id?: string | undefined;
  limit_price?: string | undefined;
}

function ticketOf(account_id: string, { limit_price, symbol, side, type, qty, time_in_force }: OrderArguments) {
  if ((type === 'limit') === (limit_price === undefined)) {
    throw new ToolProblem('invalid_arguments', 'limit_price goes with type limit, and only with it.');
  }
  const ticket = { account_id, symbol, side, type, qty, time_in_force };
  return limit_price === undefined ? ticket : { ...ticket, limit_price };
}

const costOf = ({ qty }: OrderTicket, { price }: OrderPreview): string => new Big(qty).times(price).toFixed(2);

/** The order in a sentence, from the very fields that are kept: nothing in it was written by somebody else. */
function summaryOf(ticket: OrderTicket, preview: OrderPreview, accountNumber: string): string {
  const { side, qty, symbol, type, limit_price, time_in_force } = ticket;
  const deed = side === 'buy' ? 'Buy' : 'Sell';
  const price = type === 'limit' ? `at ${limit_price} or better` : `at the market, about ${preview.price}`;
  const lasts = time_in_force === 'day' ? 'today only' : 'until cancelled';
  const waits = preview.marketOpen ? '' : ' The market is closed: it waits for the next opening.';
  return `${deed} ${qty} ${symbol} ${price}, ${lasts}, in account ${accountNumber}: about ${costOf(ticket, preview)} USD.${waits}`;
}

/** What deals in orders. Nothing reaches the broker's order book but through `confirm_trade`. */
export const mintedTokenOrders: readonly Tool[] = [
  tool({
    name: 'create_order',
    title: 'Prepare an order',
    description:
      'Prepares an order and sends nothing. Show the summary to the user and ask; only after their explicit yes call confirm_trade with the confirmation_id, within two minutes.',
    scope,
    annotations: prepares,
    brokerCall: 'GET /v2/stocks/{symbol}/quotes/latest, GET /v2/clock, GET …/account',
    input: z.strictObject({
      account_id: accountId,
      symbol: ticker,
      side: z.enum(['buy', 'sell']),
      type: z.enum(['market', 'limit']).default('market'),
      qty: decimal.describe('Shares, as a decimal string such as "1".'),
      limit_price: decimal.optional().describe('Dollars a share, as a decimal string: with type limit, and only then.'),
      time_in_force: z.enum(['day', 'gtc']).default('day'),
    }),
    output: z.object({
      confirmation_id: z.string(),
      expires_at: z.string(),
      summary: z.string(),
      order: ticketShape,
      estimated_price: z.string(),
      estimated_cost: z.string(),
      buying_power: z.string(),
      market_open: z.boolean(),
    }),
    call: async (desk, args) => {
      const { account_id, account_number, connection, path } = await accountOf(desk, args.account_id);
      const ticket = ticketOf(account_id, args);
      const preview = await desk.twoStep.look(connection, ticket);
      const { buying_power } = brokerAccount.parse(await connection.get(`${path}/account`));
      const { id, expiresAt } = await desk.twoStep.create(connection, ticket, preview);
      return {
        confirmation_id: id,
        expires_at: new Date(expiresAt).toISOString(),
        summary: summaryOf(ticket, preview, account_number),
        order: ticket,
        estimated_price: preview.price,
        estimated_cost: costOf(ticket, preview),
        buying_power,
        market_open: preview.marketOpen,
      };
    },
  }),
  tool({
    name: 'confirm_trade',
    title: 'Confirm a trade',
    description:
      'Sends the order that create_order prepared, once. Call it only after the user has read the summary and said yes. Calling it again sends nothing more and answers the same.',
    scope,
    annotations: confirms,
    brokerCall: 'POST …/orders, GET …/orders:by_client_order_id',
    input: z.strictObject({ confirmation_id: z.string().min(1).max(128) }),
    output: z.object({ confirmation_id: z.string(), status: z.literal('submitted'), order }),
    call: async (desk, { confirmation_id }) => ({
      confirmation_id,
      status: 'submitted' as const,
      order: order.parse(await desk.twoStep.confirm(confirmation_id)),
    }),
  }),
  tool({
    name: 'cancel_order',
    title: 'Cancel an order',
    description: 'Asks for an open order to be cancelled; it may still fill before the exchange answers.',
    scope,
    annotations: cancels,
    brokerCall: 'DELETE …/orders/{order_id}',
    input: z.strictObject({ account_id: accountId, order_id: orderId }),
    output: z.object({ account_id: z.string(), order_id: z.string(), cancel_requested: z.boolean() }),
    call: async (desk, args) => {
      const { account_id, connection, path } = await accountOf(desk, args.account_id);
      desk.twoStep.mustTrade(connection);
      await connection.delete(`${path}/orders/${encodeURIComponent(args.order_id)}`);
      return { account_id, order_id: args.order_id, cancel_requested: true };
    },
  }),
];
