import { z } from 'zod';
import { type Position, returnOf } from '../feed/positions.ts';
import { assetOf, traderOf } from './page.ts';

export const traderRow = z.object({ id: z.string(), name: z.string(), source: z.string() });

export const assetRow = z.object({
  id: z.string(),
  symbol: z.string(),
  quoteSymbol: z.string(),
  assetClass: z.string(),
});

/** Prices are numbers in the asset's quote symbol, and null where they are not known: documented. */
export const openRow = z.object({
  id: z.string(),
  direction: z.enum(['long', 'short']),
  openAt: z.string(),
  openPrice: z.number(),
  currentPrice: z.number().nullable(),
  currentReturnPercentage: z.number().nullable(),
  priceAsOf: z.string().nullable(),
  trader: traderRow,
  asset: assetRow,
});

export const closedRow = z.object({
  id: z.string(),
  direction: z.enum(['long', 'short']),
  openAt: z.string(),
  openPrice: z.number(),
  closeAt: z.string(),
  closePrice: z.number().nullable(),
  returnPercentage: z.number().nullable(),
  trader: traderRow,
  asset: assetRow,
});

const common = (position: Position) => ({
  id: position.id,
  direction: position.direction,
  openAt: position.openAt,
  openPrice: position.openPrice,
  trader: traderOf(position.traderId),
  asset: assetOf(position.assetId),
});

export const asOpen = (position: Position, now: number) => ({
  ...common(position),
  currentPrice: position.price,
  currentReturnPercentage: returnOf(position),
  priceAsOf: position.price === null ? null : new Date(now).toISOString(),
});

export const asClosed = (position: Position, closeAt: string) => ({
  ...common(position),
  closeAt,
  closePrice: position.price,
  returnPercentage: returnOf(position),
});
