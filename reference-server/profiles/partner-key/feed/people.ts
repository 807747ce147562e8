/** Traders that are followed, and what they trade. Invented. */
export const traders = [
  { id: 'trd_alder', name: 'Alder Macro', source: 'telegram' },
  { id: 'trd_birch', name: 'Birch Swing', source: 'x' },
  { id: 'trd_cedar', name: 'Cedar Options', source: 'telegram' },
] as const;

export const assets = [
  { id: 'ast_aapl', symbol: 'AAPL', quoteSymbol: 'USD', assetClass: 'equity' },
  { id: 'ast_btc', symbol: 'BTC', quoteSymbol: 'USDT', assetClass: 'crypto' },
  { id: 'ast_msft', symbol: 'MSFT', quoteSymbol: 'USD', assetClass: 'equity' },
  { id: 'ast_tsla', symbol: 'TSLA', quoteSymbol: 'USD', assetClass: 'equity' },
] as const;

export type Trader = (typeof traders)[number];
export type Asset = (typeof assets)[number];
