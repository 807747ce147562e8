import { z } from 'zod';
import { brokerBars, brokerQuote, query } from '../../../tools/broker-shapes.ts';
import { readsMarket, type Tool, ticker, tool } from '../../../tools/tool.ts';

const scope = 'mcp:read';

/** What looks at the market, through the add-on. */
export const dynamicClientMarket: readonly Tool[] = [
  tool({
    name: 'GetQuote',
    title: 'Quote',
    description: 'The latest bid and ask of an instrument.',
    scope,
    annotations: readsMarket,
    brokerCall: 'GET /addon/v2/stocks/{symbol}/quotes/latest',
    input: z.strictObject({ instrument: ticker }),
    output: z.object({
      instrument: z.string(),
      bid: z.string(),
      bid_size: z.number(),
      ask: z.string(),
      ask_size: z.number(),
      time: z.string(),
    }),
    call: async (desk, { instrument }) => {
      const { quote } = brokerQuote.parse(await desk.get(`/addon/v2/stocks/${instrument}/quotes/latest`));
      return { instrument, bid: quote.bp, bid_size: quote.bs, ask: quote.ap, ask_size: quote.as, time: quote.t };
    },
  }),
  tool({
    name: 'GetBars',
    title: 'Bars',
    description: 'Price history of an instrument: open, high, low, close and volume.',
    scope,
    annotations: readsMarket,
    brokerCall: 'GET /addon/v2/stocks/{symbol}/bars',
    input: z.strictObject({
      instrument: ticker,
      timeframe: z.enum(['1Min', '5Min', '15Min', '1Hour', '1Day']).default('1Day'),
      limit: z.int().min(1).max(1000).default(100),
    }),
    output: z.object({
      instrument: z.string(),
      bars: z.array(
        z.object({
          time: z.string(),
          open: z.string(),
          high: z.string(),
          low: z.string(),
          close: z.string(),
          volume: z.number(),
        }),
      ),
    }),
    call: async (desk, { instrument, ...filter }) => {
      const sent = brokerBars.parse(await desk.get(`/addon/v2/stocks/${instrument}/bars${query(filter)}`));
      const bars = (sent.bars ?? []).map(({ t, o, h, l, c, v }) => {
        return { time: t, open: o, high: h, low: l, close: c, volume: v };
      });
      return { instrument, bars };
    },
  }),
];
