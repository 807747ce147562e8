import { mints } from '../../ways-in/mints.ts';
import { profile } from '../profile.ts';
import type { Scope } from '../scope.ts';
import { mintedTokenTools } from './tools.ts';

const scopes: readonly Scope[] = [
  { name: 'read', title: 'Read', words: 'see accounts, balances, positions, orders, transactions and quotes' },
  { name: 'trade', title: 'Trade', words: 'prepare orders, and send those that are confirmed' },
];

/** Products build on the gateway: each mints tokens for its own users, and each order takes a second call. */
export const mintedToken = profile({
  id: 'minted-token',
  title: 'A token minted by a platform for its user, orders in two steps',
  wayIn: mints,
  features: ['minting', 'two-step-orders', 'call-windows'],
  scopes,
  smallestScopes: ['read'],
  tradeScope: 'trade',
  upstreamScopes: undefined,
  tools: mintedTokenTools,
  aboutTools:
    'The modelled product publishes the names `create_order` and `confirm_trade` alone; the others are our choice. Trading takes the scope and a connection that was made with trading. `…` stands for `/v1/trading/accounts/{id}`.',
  settings: { callsPerMinute: 60, tradeCallsPerMinute: 30 },
});
