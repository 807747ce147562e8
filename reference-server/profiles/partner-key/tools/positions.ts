import { z } from 'zod';
import { type Desk, readsMarket, type Tool, tool } from '../../../tools/tool.ts';
import { feedOf } from '../feed/feed.ts';
import {
  assetId,
  assetOf,
  clamp,
  cut,
  isIn,
  pageInput,
  pageInTime,
  pageOf,
  rangeInput,
  traderId,
  traderOf,
} from './page.ts';
import { asClosed, asOpen, closedRow, openRow } from './rows.ts';

const scope = 'positions.read';
const filters = { traderId: traderId.optional(), assetId: assetId.optional() };

function known(desk: Desk, trader: string | undefined, asset: string | undefined) {
  if (trader !== undefined) traderOf(trader);
  if (asset !== undefined) assetOf(asset);
  return feedOf(desk).positions.filter(
    (one) => (trader === undefined || one.traderId === trader) && (asset === undefined || one.assetId === asset),
  );
}

/** What the followed traders hold and have held. */
export const partnerPositions: readonly Tool[] = [
  tool({
    name: 'list_open_positions',
    title: 'Open positions',
    description: 'What the followed traders hold now, newest first.',
    scope,
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject({ ...pageInput, ...filters }),
    output: pageOf(openRow),
    call: async (desk, { traderId: trader, assetId: asset, ...asked }) => {
      const rows = known(desk, trader, asset).filter(({ closeAt }) => closeAt === null);
      const page = cut(desk, 'list_open_positions', asked, { trader, asset }, rows);
      return { ...page, results: page.results.map((one) => asOpen(one, desk.now())) };
    },
  }),
  tool({
    name: 'list_valid_closed_positions',
    title: 'Closed positions',
    description: 'What the followed traders have closed, newest first.',
    scope,
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject({ ...pageInput, ...rangeInput, ...filters }),
    output: pageInTime(closedRow),
    call: async (desk, { traderId: trader, assetId: asset, startTime, endTime, ...asked }) => {
      const range = clamp(desk, { startTime, endTime });
      const rows = known(desk, trader, asset).filter(({ closeAt }) => closeAt !== null && isIn(range, closeAt));
      const page = cut(desk, 'list_valid_closed_positions', asked, { trader, asset, startTime, endTime }, rows);
      return {
        results: page.results.map((one) => asClosed(one, one.closeAt!)),
        meta: { ...page.meta, appliedTimeRange: range.told },
      };
    },
  }),
];
