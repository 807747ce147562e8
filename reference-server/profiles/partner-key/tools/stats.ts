import { z } from 'zod';
import { readsMarket, type Tool, tool } from '../../../tools/tool.ts';
import { feedOf } from '../feed/feed.ts';
import { type Position, returnOf } from '../feed/positions.ts';
import { assetId, assetOf, traderId, traderOf } from './page.ts';
import { assetRow, traderRow } from './rows.ts';

const scope = 'stats.read';
const stats = {
  openPositions: z.int(),
  closedPositions: z.int(),
  winRatePercentage: z.number().nullable(),
  averageReturnPercentage: z.number().nullable(),
};

/** Of closed positions whose price is known; null where there is none. */
function statsOf(of: readonly Position[]) {
  const closed = of.filter(({ closeAt }) => closeAt !== null);
  const returns = closed.map(returnOf).filter((one) => one !== null);
  const round = (value: number) => Math.round(value * 100) / 100;
  const share = (part: number) => (returns.length === 0 ? null : round(part / returns.length));
  return {
    openPositions: of.length - closed.length,
    closedPositions: closed.length,
    winRatePercentage: share(returns.filter((one) => one > 0).length * 100),
    averageReturnPercentage: share(returns.reduce((sum, one) => sum + one, 0)),
  };
}

/** How well it went. */
export const partnerStats: readonly Tool[] = [
  tool({
    name: 'get_trader_stats',
    title: 'Statistics of a trader',
    description: 'How a trader has done. traderId comes from list_traders.',
    scope,
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject({ traderId }),
    output: z.object({ trader: traderRow, ...stats }),
    call: async (desk, asked) => ({
      trader: traderOf(asked.traderId),
      ...statsOf(feedOf(desk).positions.filter((one) => one.traderId === asked.traderId)),
    }),
  }),
  tool({
    name: 'get_asset_stats',
    title: 'Statistics of an asset',
    description: 'How the followed traders have done with an asset. assetId comes from list_assets.',
    scope,
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject({ assetId }),
    output: z.object({ asset: assetRow, ...stats }),
    call: async (desk, asked) => ({
      asset: assetOf(asked.assetId),
      ...statsOf(feedOf(desk).positions.filter((one) => one.assetId === asked.assetId)),
    }),
  }),
];
