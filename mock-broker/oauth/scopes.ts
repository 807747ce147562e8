/** The scopes of the brokerage (AR-15), in the order in which Client Center lists them, in words for people. */
export const scopeDescriptions: Readonly<Record<string, string>> = {
  'user:information': 'See your name and email address',
  'account:information': 'See balances, activity and portfolio history',
  'position:information': 'See your positions',
  'order:information': 'See your orders',
  'order:execution': 'Place, change and cancel orders',
  'market:information': 'See instruments, quotes and bars',
  'calendar:information': 'See trading days and hours',
  'options:information': 'See option chains',
  'analytics:information': 'See analytics',
  'market:supplemental': 'See supplemental market data',
};

/** Every scope that a key can hold. */
export const allScopes: readonly string[] = Object.keys(scopeDescriptions);

/** Splits a space-separated `scope` parameter (RFC 6749 §3.3), keeping the first of each. */
export const parseScope = (scope: string): string[] => [...new Set(scope.split(' ').filter((one) => one !== ''))];
