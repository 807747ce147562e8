import { z } from 'zod';
import { brokerAccount, brokerFill, brokerPosition, query } from '../../../tools/broker-shapes.ts';
import { readsAccount, type Tool, ToolProblem, tool } from '../../../tools/tool.ts';
import { accountName, accountPath } from './account.ts';
import { order, orderOf } from './order.ts';

const scope = 'mcp:read';
const position = z.object({
  instrument: z.string(),
  market_position: z.enum(['Long', 'Short']),
  quantity: z.string(),
  average_price: z.string(),
  unrealized_pnl: z.string(),
});
const fill = z.object({
  execution_id: z.string(),
  order_id: z.string(),
  instrument: z.string(),
  side: z.string(),
  quantity: z.string(),
  price: z.string(),
  time: z.string(),
});

/** What only looks at accounts, through the add-on. */
export const dynamicClientReads: readonly Tool[] = [
  tool({
    name: 'ListAccounts',
    title: 'Accounts',
    description: 'The accounts on the trading platform, by the names that the other tools take.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /addon/v1/trading/accounts/{id}/account for each',
    input: z.strictObject({}),
    output: z.object({
      accounts: z.array(z.object({ name: z.string(), connection: z.string(), broker: z.string(), status: z.string() })),
    }),
    call: async (desk) => {
      const names = desk.user.accounts.map((account) => account.accountNumber);
      const answers = await Promise.all(names.map((name) => desk.get(`${accountPath(desk, name)}/account`)));
      const accounts = answers.map((answer) => {
        const { account_number, status } = brokerAccount.parse(answer);
        return { name: account_number, connection: 'NinjaTrader', broker: 'openbell', status };
      });
      return { accounts };
    },
  }),
  tool({
    name: 'GetAccountSummary',
    title: 'Account summary',
    description: 'Cash, equity and buying power of an account.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /addon/v1/trading/accounts/{id}/account',
    input: z.strictObject({ account: accountName }),
    output: z.object({
      account: z.string(),
      ...brokerAccount.pick({ currency: true, cash: true, equity: true, buying_power: true }).shape,
    }),
    call: async (desk, { account }) => ({
      account,
      ...brokerAccount.parse(await desk.get(`${accountPath(desk, account)}/account`)),
    }),
  }),
  tool({
    name: 'ListPositions',
    title: 'Positions',
    description: 'Open positions of an account.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /addon/v1/trading/accounts/{id}/positions',
    input: z.strictObject({ account: accountName }),
    output: z.object({ account: z.string(), positions: z.array(position) }),
    call: async (desk, { account }) => {
      const held = z.array(brokerPosition).parse(await desk.get(`${accountPath(desk, account)}/positions`));
      const positions = held.map((one) => ({
        instrument: one.symbol,
        market_position: one.side === 'long' ? ('Long' as const) : ('Short' as const),
        quantity: one.qty.replace('-', ''),
        average_price: one.avg_entry_price,
        unrealized_pnl: one.unrealized_pl,
      }));
      return { account, positions };
    },
  }),
  tool({
    name: 'ListOrders',
    title: 'Orders',
    description: 'Orders of an account, latest first: those that work, or all.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /addon/v1/trading/accounts/{id}/orders',
    input: z.strictObject({ account: accountName, working_only: z.boolean().default(true) }),
    output: z.object({ account: z.string(), orders: z.array(order) }),
    call: async (desk, { account, working_only }) => {
      const filter = query({ status: working_only ? 'open' : 'all', limit: 500 });
      const orders = z.array(z.unknown()).parse(await desk.get(`${accountPath(desk, account)}/orders${filter}`));
      return { account, orders: orders.map((one) => orderOf(account, one)) };
    },
  }),
  tool({
    name: 'GetOrder',
    title: 'Order',
    description: 'One order, by order_id, or by the client_order_id that it was sent with.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /addon/v1/trading/accounts/{id}/orders/{order_id}, or /orders:by_client_order_id',
    input: z.strictObject({
      account: accountName,
      order_id: z.string().min(1).max(64).optional(),
      client_order_id: z.string().min(1).max(128).optional(),
    }),
    output: order,
    call: async (desk, { account, order_id, client_order_id }) => {
      if ((order_id === undefined) === (client_order_id === undefined)) {
        throw new ToolProblem('invalid_arguments', 'Give order_id or client_order_id, one of the two.');
      }
      const which = order_id ? `/${encodeURIComponent(order_id)}` : `:by_client_order_id${query({ client_order_id })}`;
      return orderOf(account, await desk.get(`${accountPath(desk, account)}/orders${which}`));
    },
  }),
  tool({
    name: 'ListExecutions',
    title: 'Executions',
    description: 'Fills of an account, latest first.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET /addon/v1/trading/accounts/{id}/account/activities/FILL',
    input: z.strictObject({ account: accountName, limit: z.int().min(1).max(100).default(50) }),
    output: z.object({ account: z.string(), executions: z.array(fill) }),
    call: async (desk, { account, limit }) => {
      const path = `${accountPath(desk, account)}/account/activities/FILL${query({ page_size: limit })}`;
      const executions = z
        .array(brokerFill)
        .parse(await desk.get(path))
        .map((one) => ({
          execution_id: one.id,
          order_id: one.order_id,
          instrument: one.symbol,
          side: one.side === 'buy' ? 'Buy' : 'Sell',
          quantity: one.qty,
          price: one.price,
          time: one.transaction_time,
        }));
      return { account, executions };
    },
  }),
];
