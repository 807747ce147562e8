import { z } from 'zod';
import { brokerAccount, brokerOrder, brokerPosition, brokerQuote, query } from '../../../tools/broker-shapes.ts';
import { readsAccount, readsMarket, type Tool, ticker, tool } from '../../../tools/tool.ts';
import { accountId, pathOf } from './account.ts';

const profile = z.object({ id: z.string(), name: z.string(), email: z.string(), trading: z.boolean() });

/** What only looks. */
export const staticClientReads: readonly Tool[] = [
  tool({
    name: 'get_profile',
    title: 'Profile',
    description: 'Who is connected: name, email address, and whether the connection may trade.',
    scope: 'user:information',
    annotations: readsAccount,
    brokerCall: 'GET /v1/users/me',
    input: z.strictObject({}),
    output: profile,
    call: async (desk) => profile.parse(await desk.get('/v1/users/me')),
  }),
  tool({
    name: 'list_accounts',
    title: 'Accounts',
    description: 'The accounts that can be used, with number, status and currency.',
    scope: 'account:information',
    annotations: readsAccount,
    brokerCall: 'GET /v1/trading/accounts/{id}/account for each',
    input: z.strictObject({}),
    output: z.object({
      accounts: z.array(brokerAccount.pick({ id: true, account_number: true, status: true, currency: true })),
    }),
    call: async (desk) => {
      const answers = await Promise.all(
        desk.user.accounts.map(({ id }) => desk.get(`${pathOf(desk, id).path}/account`)),
      );
      return { accounts: answers.map((answer) => brokerAccount.parse(answer)) };
    },
  }),
  tool({
    name: 'get_balances',
    title: 'Balances',
    description: 'Cash, equity, buying power and market value of an account.',
    scope: 'account:information',
    annotations: readsAccount,
    brokerCall: 'GET /v1/trading/accounts/{id}/account',
    input: z.strictObject({ account_id: accountId }),
    output: brokerAccount.omit({ status: true }),
    call: async (desk, args) => brokerAccount.parse(await desk.get(`${pathOf(desk, args.account_id).path}/account`)),
  }),
  tool({
    name: 'list_positions',
    title: 'Positions',
    description: 'What an account holds: quantity, average price, market value and unrealized profit.',
    scope: 'position:information',
    annotations: readsAccount,
    brokerCall: 'GET /v1/trading/accounts/{id}/positions',
    input: z.strictObject({ account_id: accountId }),
    output: z.object({ account_id: z.string(), positions: z.array(brokerPosition) }),
    call: async (desk, args) => {
      const { account_id, path } = pathOf(desk, args.account_id);
      return { account_id, positions: z.array(brokerPosition).parse(await desk.get(`${path}/positions`)) };
    },
  }),
  tool({
    name: 'list_orders',
    title: 'Orders',
    description: 'Orders of an account, latest first: open ones, closed ones or all.',
    scope: 'order:information',
    annotations: readsAccount,
    brokerCall: 'GET /v1/trading/accounts/{id}/orders',
    input: z.strictObject({
      account_id: accountId,
      status: z.enum(['open', 'closed', 'all']).default('open'),
      limit: z.int().min(1).max(500).default(50),
    }),
    output: z.object({ account_id: z.string(), orders: z.array(brokerOrder) }),
    call: async (desk, { account_id: id, ...filter }) => {
      const { account_id, path } = pathOf(desk, id);
      return { account_id, orders: z.array(brokerOrder).parse(await desk.get(`${path}/orders${query(filter)}`)) };
    },
  }),
  tool({
    name: 'get_quote',
    title: 'Quote',
    description: 'The latest bid and ask of a symbol.',
    scope: 'market:information',
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
      const { symbol, quote } = brokerQuote.parse(await desk.get(`/v2/stocks/${args.symbol}/quotes/latest`));
      const { bp, bs, ap, as, t } = quote;
      return { symbol, bid_price: bp, bid_size: bs, ask_price: ap, ask_size: as, at: t };
    },
  }),
];
