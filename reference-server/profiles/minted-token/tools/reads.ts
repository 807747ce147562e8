import { z } from 'zod';
import { brokerPosition, brokerQuote, query } from '../../../tools/broker-shapes.ts';
import { readsAccount, readsMarket, type Tool, ToolProblem, ticker, tool } from '../../../tools/tool.ts';
import { accountId, accountsOf, type ReachedAccount, reachedAccounts } from './account.ts';
import { order } from './order.ts';

const scope = 'read';

const activity = z.object({
  id: z.string(),
  activity_type: z.string(),
  transaction_time: z.string().optional(),
  date: z.string().optional(),
  symbol: z.string().optional(),
  side: z.string().optional(),
  qty: z.string().optional(),
  price: z.string().optional(),
  net_amount: z.string().optional(),
  description: z.string().optional(),
  order_id: z.string().optional(),
});

/** The broker knows open, closed and all; filled ones are among the closed. */
const brokersStatus = { open: 'open', filled: 'closed', closed: 'closed', all: 'all' } as const;

async function ordersOf({ account_id, connection, path }: ReachedAccount, status: keyof typeof brokersStatus) {
  const filter = query({ status: brokersStatus[status], limit: 500, direction: 'desc' });
  const all = z.array(order).parse(await connection.get(`${path}/orders${filter}`));
  const wanted = status === 'filled' ? all.filter((one) => one.status === 'filled') : all;
  return wanted.map((one) => ({ account_id, ...one }));
}

/** What is held, was ordered, has happened, and what the market says. */
export const mintedTokenReads: readonly Tool[] = [
  tool({
    name: 'list_positions',
    title: 'Positions',
    description: 'What is held in an account, or in each: quantity, average price, market value, unrealized profit.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET …/positions',
    input: z.strictObject({ account_id: accountId }),
    output: z.object({ positions: z.array(brokerPosition.extend({ account_id: z.string() })) }),
    call: async (desk, args) => {
      const lists = (await accountsOf(desk, args.account_id)).map(async ({ account_id, connection, path }) =>
        z
          .array(brokerPosition)
          .parse(await connection.get(`${path}/positions`))
          .map((one) => ({ account_id, ...one })),
      );
      return { positions: (await Promise.all(lists)).flat() };
    },
  }),
  tool({
    name: 'list_orders',
    title: 'Orders',
    description:
      'Orders of an account, or of each, newest first. The last ten that were filled: status filled, limit 10.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET …/orders',
    input: z.strictObject({
      account_id: accountId,
      status: z.enum(['open', 'filled', 'closed', 'all']).default('all'),
      limit: z.int().min(1).max(100).default(10),
    }),
    output: z.object({ orders: z.array(order.extend({ account_id: z.string() })) }),
    call: async (desk, { account_id, status, limit }) => {
      const lists = (await accountsOf(desk, account_id)).map((account) => ordersOf(account, status));
      const at = (one: { filled_at: string | null; submitted_at: string | null }) =>
        Date.parse((status === 'filled' ? one.filled_at : one.submitted_at) ?? '') || 0;
      const orders = (await Promise.all(lists)).flat().sort((a, b) => at(b) - at(a));
      return { orders: orders.slice(0, limit) };
    },
  }),
  tool({
    name: 'list_transactions',
    title: 'Transactions',
    description: 'What has happened in an account, or in each, newest first: fills, transfers, money moved.',
    scope,
    annotations: readsAccount,
    brokerCall: 'GET …/account/activities',
    input: z.strictObject({ account_id: accountId, limit: z.int().min(1).max(100).default(50) }),
    output: z.object({ transactions: z.array(activity.extend({ account_id: z.string() })) }),
    call: async (desk, { account_id: id, limit }) => {
      const lists = (await accountsOf(desk, id)).map(async ({ account_id, connection, path }) =>
        z
          .array(activity)
          .parse(await connection.get(`${path}/account/activities${query({ page_size: limit })}`))
          .map((one) => ({ account_id, ...one })),
      );
      const at = (one: z.output<typeof activity>) => Date.parse(one.transaction_time ?? one.date ?? '') || 0;
      const transactions = (await Promise.all(lists)).flat().sort((a, b) => at(b) - at(a));
      return { transactions: transactions.slice(0, limit) };
    },
  }),
  tool({
    name: 'get_quote',
    title: 'Quote',
    description: 'The latest bid and ask of a symbol.',
    scope,
    annotations: readsMarket,
    brokerCall: 'GET /v2/stocks/{symbol}/quotes/latest',
    input: z.strictObject({ symbol: ticker }),
    output: z.object({
      symbol: z.string(),
      bid_price: z.string(),
      bid_size: z.number(),
      ask_price: z.string(),
      ask_size: z.number(),
      at: z.string(),
    }),
    call: async (desk, args) => {
      const [account] = await reachedAccounts(desk);
      if (!account) throw new ToolProblem('no_connection', 'Quotes come from a connected broker, and there is none.');
      const answer = await account.connection.get(`/v2/stocks/${args.symbol}/quotes/latest`);
      const { symbol, quote } = brokerQuote.parse(answer);
      return {
        symbol,
        bid_price: quote.bp,
        bid_size: quote.bs,
        ask_price: quote.ap,
        ask_size: quote.as,
        at: quote.t,
      };
    },
  }),
];
