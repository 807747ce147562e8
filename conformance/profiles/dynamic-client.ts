import type { Profile } from '../vocabulary/profile.ts';

/** Clients register themselves; OAuth 2.1 with discovery, refresh and revocation (models CrossTrade). */
export const dynamicClient: Profile = {
  id: 'dynamic-client',
  title: 'OAuth 2.1 with dynamic client registration',
  demands: ['oauth', 'registration', 'refresh', 'revocation'],
  features: [
    'consent-page',
    'scope-choice',
    'own-tokens-only',
    'ai-clients-page',
    'trade-includes-read',
    'read-only-connections',
    'paid-plan',
    'add-on',
    'strict-credentials',
    'call-bursts',
    'registration-limit',
    'sign-in-at-the-brokerage',
    'broker-codes',
    'one-url',
    'registered-grants',
    'first-party-partner',
  ],
  scopes: { read: 'mcp:read', trade: 'mcp:trade' },
  accountField: 'account_number',
  tools: {
    accounts: { name: 'ListAccounts', args: () => ({}) },
    summary: { name: 'GetAccountSummary', args: (account) => ({ account }) },
    positions: { name: 'ListPositions', args: (account) => ({ account }) },
    orders: { name: 'ListOrders', args: (account) => ({ account }) },
    quote: { name: 'GetQuote', args: () => ({ instrument: 'MSFT' }) },
    place: {
      name: 'PlaceOrder',
      args: (account) => ({
        account,
        instrument: 'MSFT',
        side: 'Buy',
        type: 'Limit',
        quantity: 10,
        limit_price: '400.00',
        tif: 'Day',
      }),
    },
    'cancel-all': { name: 'CancelAllOrders', args: (account) => ({ account }) },
  },
};
