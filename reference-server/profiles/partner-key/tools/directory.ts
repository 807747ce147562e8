import { z } from 'zod';
import { readsMarket, type Tool, tool } from '../../../tools/tool.ts';
import { assets, traders } from '../feed/people.ts';
import { cut, pageInput, pageOf } from './page.ts';
import { assetRow, traderRow } from './rows.ts';

const scope = 'directory.read';

/** What has to be known before anything else can be asked. */
export const partnerDirectory: readonly Tool[] = [
  tool({
    name: 'list_traders',
    title: 'Traders',
    description: 'The traders that are followed. Their ids are what other tools take as traderId: call this first.',
    scope,
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject(pageInput),
    output: pageOf(traderRow),
    call: async (desk, asked) => cut(desk, 'list_traders', asked, {}, traders),
  }),
  tool({
    name: 'list_assets',
    title: 'Assets',
    description: 'The assets that are traded. Their ids are what other tools take as assetId: call this first.',
    scope,
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject(pageInput),
    output: pageOf(assetRow),
    call: async (desk, asked) => cut(desk, 'list_assets', asked, {}, assets),
  }),
];
