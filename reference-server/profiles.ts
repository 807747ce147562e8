import type { ProfileId } from './types.ts';

export interface Scope {
  name: string;
  /** Two or three words, where a user chooses between scopes. */
  title?: string;
  /** What it opens, for a page: completes "It may …". */
  words: string;
}

/** What tells one modelled product from another, as data. */
export interface Profile {
  id: ProfileId;
  /** In order from the smallest to the largest where they contain each other. */
  scopes: readonly Scope[];
  /** What a client gets that names no scope; undefined leaves it to the brokerage's key. */
  smallest: readonly string[] | undefined;
  /** RFC 7591. */
  registersClients: boolean;
  /** Tokens of the brokerage with the MCP URL as audience are accepted. */
  acceptsBrokerageTokens: boolean;
}

/** `brokerage.md` lists these ten in the product's own API reference. */
const brokerageScopes: Scope[] = [
  { name: 'user:information', words: 'see your name, email address and accounts' },
  { name: 'account:information', words: 'see balances, activity and performance' },
  { name: 'position:information', words: 'see your positions' },
  { name: 'order:information', words: 'see your orders' },
  { name: 'order:execution', words: 'place, change and cancel orders' },
  { name: 'market:information', words: 'see quotes and price history' },
  { name: 'calendar:information', words: 'see market hours and holidays' },
  { name: 'options:information', words: 'see option contracts' },
  { name: 'analytics:information', words: 'see analytics' },
  { name: 'market:supplemental', words: 'see supplemental market data' },
];

const gatewayScopes: Scope[] = [
  { name: 'mcp:read', title: 'Read only', words: 'see accounts, positions, orders, executions and market data' },
  {
    name: 'mcp:trade',
    title: 'Read and trade',
    words: 'also place, change and cancel orders, flatten positions, compile scripts and send alerts',
  },
];

/** What the first-party gateway asks the brokerage for: everything that its tools can use. */
export const firstPartyScopes: readonly string[] = brokerageScopes.slice(0, 7).map((scope) => scope.name);

export const profiles: Readonly<Record<ProfileId, Profile>> = {
  'static-client': {
    id: 'static-client',
    scopes: brokerageScopes,
    smallest: undefined,
    registersClients: false,
    acceptsBrokerageTokens: true,
  },
  'dynamic-client': {
    id: 'dynamic-client',
    scopes: gatewayScopes,
    smallest: ['mcp:read'],
    registersClients: true,
    acceptsBrokerageTokens: false,
  },
};

/** Scopes that some clients add to every request out of habit: granted to nobody, and no reason to refuse. */
export const habitualScopes: readonly string[] = ['offline_access'];
