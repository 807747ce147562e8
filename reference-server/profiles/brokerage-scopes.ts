import type { Scope } from './scope.ts';

/** `brokerage.md` lists these ten in the product's own API reference. */
export const brokerageScopes: readonly Scope[] = [
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

/** Those that tools of ours can use. */
export const usefulBrokerageScopes: readonly string[] = brokerageScopes.slice(0, 7).map(({ name }) => name);
