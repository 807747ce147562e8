import type { Profile } from '../vocabulary/profile.ts';
import { BROKERAGE_SCOPES } from './brokerage-scopes.ts';
import { recommended } from './recommended.ts';

/** Clients use a Client ID from Client Center; the gateway signs users in at the brokerage (models Aries). */
export const staticClient: Profile = {
  id: 'static-client',
  title: 'Client ID from Client Center, no dynamic registration',
  demands: ['oauth', 'client-ids', 'refresh', 'revocation'],
  without: recommended,
  features: [
    'client-center',
    'direct-mode',
    'success-page',
    'platform-callbacks',
    'strict-credentials',
    'sign-in-at-the-brokerage',
    'broker-codes',
    'one-url',
    'trading-api',
    'tools-by-scope',
    'read-only-connections',
    'annotated-tools',
    'call-limit',
    'revocation-ends-the-grant',
  ],
  scopes: BROKERAGE_SCOPES,
  accountField: 'id',
  tools: {
    accounts: { name: 'list_accounts', args: () => ({}) },
    summary: { name: 'get_balances', args: (account) => ({ account_id: account }) },
    positions: { name: 'list_positions', args: (account) => ({ account_id: account }) },
    orders: { name: 'list_orders', args: (account) => ({ account_id: account }) },
    quote: { name: 'get_quote', args: () => ({ symbol: 'MSFT' }) },
    place: {
      name: 'place_order',
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
    'cancel-all': {
      name: 'cancel_order',
      args: (account) => ({ account_id: account, order_id: '00000000-0000-4000-8000-000000000000' }),
    },
  },
};
