import { z } from 'zod';
import { readsMarket, type Tool, tool } from '../../../tools/tool.ts';
import { feedOf } from '../feed/feed.ts';
import { traders } from '../feed/people.ts';
import { cut, pageInput, pageOf } from './page.ts';
import { traderRow } from './rows.ts';

/** What the product added later, under a scope of its own. */
export const partnerSummaries: readonly Tool[] = [
  tool({
    name: 'list_channel_summaries',
    title: 'Channels in short',
    description: 'How much is written in the channel of each trader, and when last.',
    scope: 'summaries.read',
    annotations: readsMarket,
    brokerCall: '—',
    input: z.strictObject(pageInput),
    output: pageOf(z.object({ trader: traderRow, messages: z.int(), lastSentAt: z.string().nullable() })),
    call: async (desk, asked) => {
      const { messages } = feedOf(desk);
      const rows = traders.map((trader) => {
        const own = messages.filter(({ traderId }) => traderId === trader.id);
        return { trader, messages: own.length, lastSentAt: own[0]?.sentAt ?? null };
      });
      return cut(desk, 'list_channel_summaries', asked, {}, rows);
    },
  }),
];
