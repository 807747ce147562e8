import { z } from 'zod';
import { brokerBars, query } from '../../../tools/broker-shapes.ts';
import { readsMarket, ticker, tool } from '../../../tools/tool.ts';

/** Its symbol stands in a header too, so that whoever routes requests need not read bodies (MCP 2026-07-28). */
export const getBars = tool({
  name: 'get_bars',
  title: 'Price history',
  description: 'Open, high, low, close and volume of a symbol, one row a period.',
  scope: 'market:information',
  annotations: readsMarket,
  brokerCall: 'GET /v2/stocks/{symbol}/bars',
  input: z.strictObject({
    symbol: ticker.meta({ 'x-mcp-header': 'Symbol' }),
    timeframe: z.enum(['1Min', '5Min', '15Min', '1Hour', '1Day']).default('1Day'),
    limit: z.int().min(1).max(1000).default(100),
  }),
  output: z.object({
    symbol: z.string(),
    bars: z.array(
      z.object({
        at: z.string(),
        open: z.string(),
        high: z.string(),
        low: z.string(),
        close: z.string(),
        volume: z.number(),
      }),
    ),
  }),
  call: async (desk, { symbol, ...filter }) => {
    const { bars } = brokerBars.parse(await desk.get(`/v2/stocks/${symbol}/bars${query(filter)}`));
    const rows = (bars ?? []).map(({ t, o, h, l, c, v }) => ({ at: t, open: o, high: h, low: l, close: c, volume: v }));
    return { symbol, bars: rows };
  },
});
