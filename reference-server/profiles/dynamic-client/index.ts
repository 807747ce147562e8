import { registers } from '../../ways-in/registers.ts';
import { usefulBrokerageScopes } from '../brokerage-scopes.ts';
import { profile } from '../profile.ts';
import type { Scope } from '../scope.ts';
import { dynamicClientTools } from './tools.ts';

const scopes: readonly Scope[] = [
  { name: 'mcp:read', title: 'Read only', words: 'see accounts, positions, orders, executions and market data' },
  {
    name: 'mcp:trade',
    title: 'Read and trade',
    words: 'also place, change and cancel orders, flatten positions, compile scripts and send alerts',
    contains: ['mcp:read'],
  },
];

/** The brokerage's own gateway: users choose what a client may do on a page of the gateway, and end it there. */
export const dynamicClient = profile({
  id: 'dynamic-client',
  title: 'OAuth 2.1 with dynamic client registration',
  wayIn: registers,
  features: ['registration', 'first-party-partner', 'ai-clients-page', 'add-on', 'paid-plan'],
  scopes,
  smallestScopes: ['mcp:read'],
  tradeScope: 'mcp:trade',
  upstreamScopes: usefulBrokerageScopes,
  tools: dynamicClientTools,
  aboutTools:
    'Names and manner of the modelled product, for the part of its tools that this reference has. `mcp:trade` contains `mcp:read`. `…` stands for `/addon/v1/trading/accounts/{id}`.',
  settings: { registrationsPerHour: 10 },
});
