import { namedUuid } from '../ids.ts';

/** What the brokerage trades. Prices are in ten-thousandths of a dollar, so that all price arithmetic is in integers. */
export interface Listing {
  id: string;
  symbol: string;
  name: string;
  exchange: 'NASDAQ' | 'NYSE' | 'ARCA' | 'OTC';
  /** Where the seeded walk starts, in ten-thousandths of a dollar. */
  base: number;
  active: boolean;
  tradable: boolean;
  marginable: boolean;
  shortable: boolean;
  easyToBorrow: boolean;
  fractionable: boolean;
}

type Traits = Partial<Omit<Listing, 'id' | 'symbol' | 'name' | 'exchange' | 'base'>>;

const listing = (
  symbol: string,
  name: string,
  exchange: Listing['exchange'],
  dollars: number,
  traits: Traits = {},
): Listing => ({
  id: namedUuid(`asset:${symbol}`),
  symbol,
  name,
  exchange,
  base: Math.round(dollars * 10_000),
  active: true,
  tradable: true,
  marginable: true,
  shortable: true,
  easyToBorrow: true,
  fractionable: true,
  ...traits,
});

const hardToBorrow: Traits = { easyToBorrow: false };
const notShortable: Traits = { shortable: false, easyToBorrow: false, marginable: false };

/** The last six exist for what they refuse: hard to borrow, no fractions, under a dollar, delisted, not tradable. */
export const listings: readonly Listing[] = [
  listing('AAPL', 'Apple Inc. Common Stock', 'NASDAQ', 272.5),
  listing('AMD', 'Advanced Micro Devices, Inc. Common Stock', 'NASDAQ', 214.2),
  listing('AMZN', 'Amazon.com, Inc. Common Stock', 'NASDAQ', 232.8),
  listing('BAC', 'Bank of America Corporation', 'NYSE', 52.4),
  listing('DIS', 'Walt Disney Company', 'NYSE', 106.3),
  listing('F', 'Ford Motor Company', 'NYSE', 13.1),
  listing('GOOGL', 'Alphabet Inc. Class A Common Stock', 'NASDAQ', 284.6),
  listing('INTC', 'Intel Corporation Common Stock', 'NASDAQ', 36.7),
  listing('IWM', 'iShares Russell 2000 ETF', 'ARCA', 242.9),
  listing('JPM', 'JPMorgan Chase & Co.', 'NYSE', 308.1),
  listing('KO', 'Coca-Cola Company', 'NYSE', 71.2),
  listing('META', 'Meta Platforms, Inc. Class A Common Stock', 'NASDAQ', 612.4),
  listing('MSFT', 'Microsoft Corporation Common Stock', 'NASDAQ', 410.3),
  listing('NVDA', 'NVIDIA Corporation Common Stock', 'NASDAQ', 186.5),
  listing('QQQ', 'Invesco QQQ Trust, Series 1', 'NASDAQ', 605.7),
  listing('SPY', 'SPDR S&P 500 ETF Trust', 'ARCA', 668.9),
  listing('TSLA', 'Tesla, Inc. Common Stock', 'NASDAQ', 404.2),
  listing('XOM', 'Exxon Mobil Corporation', 'NYSE', 117.6),
  listing('BRK.B', 'Berkshire Hathaway Inc. Class B', 'NYSE', 504.8, { fractionable: false }),
  listing('GME', 'GameStop Corp. Class A', 'NYSE', 21.9, hardToBorrow),
  listing('OBNY', 'Opening Bell Penny Mining Inc.', 'NYSE', 0.62, { ...notShortable, fractionable: false }),
  listing('OBNS', 'Opening Bell No-Short Holdings', 'NASDAQ', 44, notShortable),
  listing('OBDL', 'Opening Bell Delisted Corporation', 'NYSE', 54.2, { active: false, tradable: false }),
  listing('OBNT', 'Opening Bell Untradable Notes', 'OTC', 18.3, { tradable: false }),
];

const bySymbol = new Map(listings.map((one) => [one.symbol, one]));
const byId = new Map(listings.map((one) => [one.id, one]));

/** By symbol, exactly as listed: no other case, no spaces, no look-alike letters. */
export const listingOf = (symbol: string): Listing | undefined => bySymbol.get(symbol);

export const listingById = (id: string): Listing | undefined => byId.get(id);
