import type { Profile } from '../vocabulary/profile.ts';

/** The tools of products whose orders take two calls, one that shows and one that sends. */
export const twoStepTools = {
  accounts: { name: 'list_accounts', args: () => ({}) },
  summary: { name: 'get_balances', args: (account) => ({ account_id: account }) },
  positions: { name: 'list_positions', args: (account) => ({ account_id: account }) },
  orders: { name: 'list_orders', args: (account) => ({ account_id: account }) },
  quote: { name: 'get_quote', args: () => ({ symbol: 'MSFT' }) },
  place: {
    name: 'create_order',
    args: (account) => ({
      account_id: account,
      symbol: 'MSFT',
      side: 'buy',
      type: 'limit',
      qty: '10',
      limit_price: '400.00',
      time_in_force: 'day',
    }),
  },
  confirm: { name: 'confirm_trade', args: (confirmation) => ({ confirmation_id: confirmation }) },
  'cancel-all': {
    name: 'cancel_order',
    args: (account) => ({ account_id: account, order_id: '00000000-0000-4000-8000-000000000000' }),
  },
} as const satisfies Profile['tools'];
