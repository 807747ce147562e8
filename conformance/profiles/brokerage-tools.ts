import type { Profile } from '../vocabulary/profile.ts';

/** A day's order for ten shares at a limit, as tools that speak the brokerage's words take it. */
export const limitOrder = (account: string) => ({
  account_id: account,
  symbol: 'MSFT',
  side: 'buy',
  type: 'limit',
  qty: '10',
  limit_price: '400.00',
  time_in_force: 'day',
});

/** The tools of gateways that speak the brokerage's words, but for those that place orders. */
export const brokerageTools = {
  accounts: { name: 'list_accounts', args: () => ({}) },
  summary: { name: 'get_balances', args: (account) => ({ account_id: account }) },
  positions: { name: 'list_positions', args: (account) => ({ account_id: account }) },
  orders: { name: 'list_orders', args: (account) => ({ account_id: account }) },
  quote: { name: 'get_quote', args: () => ({ symbol: 'MSFT' }) },
  'cancel-all': {
    name: 'cancel_order',
    args: (account) => ({ account_id: account, order_id: '00000000-0000-4000-8000-000000000000' }),
  },
} as const satisfies Omit<Profile['tools'], 'place'>;
