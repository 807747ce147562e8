import type { ProfileId } from '../reference-server/types.ts';
import type { Offer } from './check.ts';

/** A tool by what it is for, as this profile names it and its arguments. */
export interface ToolUse {
  name: string;
  /** Arguments for an account; `account` is what the tool of this profile calls one. */
  args(account: string): Record<string, unknown>;
}

/** What the suite wants to do with a gateway, whatever its tools are called. */
export type Purpose = 'accounts' | 'summary' | 'positions' | 'orders' | 'quote' | 'place' | 'cancel-all';

/** How a client gets in, and what such a gateway must offer. */
export interface Profile {
  id: ProfileId;
  title: string;
  /** What the profile promises: if the target lacks one of these, that is a failure. */
  demands: readonly Offer[];
  scopes: { read: string; trade: string };
  tools: Record<Purpose, ToolUse>;
  /** A read tool and a trade tool that need no order to exist, for scope probes. */
  accountField: 'id' | 'account_number';
}

const readScopes = 'user:information account:information order:information position:information market:information';

/** The profiles that can be graded, by id. */
export const PROFILES: Record<ProfileId, Profile> = {
  'static-client': {
    id: 'static-client',
    title: 'Client ID from Client Center, no dynamic registration',
    demands: ['oauth', 'static-client', 'refresh', 'revocation'],
    scopes: { read: readScopes, trade: `${readScopes} order:execution` },
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
  },
  'dynamic-client': {
    id: 'dynamic-client',
    title: 'OAuth 2.1 with dynamic client registration',
    demands: ['oauth', 'registration', 'refresh', 'revocation'],
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
  },
};
