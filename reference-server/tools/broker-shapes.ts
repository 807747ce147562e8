import { z } from 'zod';

/** The parts of Alpaca's wire format that the tools read; what else is there is left out. Decimals are strings. */
export const brokerOrder = z.object({
  id: z.string(),
  client_order_id: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.string(),
  qty: z.string().nullable(),
  filled_qty: z.string(),
  filled_avg_price: z.string().nullable(),
  limit_price: z.string().nullable(),
  time_in_force: z.string(),
  status: z.string(),
  submitted_at: z.string().nullable(),
});
export type BrokerOrder = z.output<typeof brokerOrder>;

export const brokerPosition = z.object({
  symbol: z.string(),
  side: z.enum(['long', 'short']),
  qty: z.string(),
  qty_available: z.string(),
  avg_entry_price: z.string(),
  current_price: z.string(),
  market_value: z.string(),
  unrealized_pl: z.string(),
});

export const brokerAccount = z.object({
  id: z.string(),
  account_number: z.string(),
  status: z.string(),
  currency: z.string(),
  cash: z.string(),
  equity: z.string(),
  buying_power: z.string(),
  long_market_value: z.string(),
  short_market_value: z.string(),
});

/** Market data has prices as JSON numbers; tools give them as strings like every other price. */
const price = z.number().transform(String);

export const brokerQuote = z.object({
  symbol: z.string(),
  quote: z.object({ t: z.string(), bp: price, bs: z.number(), ap: price, as: z.number() }),
});

export const brokerBars = z.object({
  symbol: z.string(),
  bars: z.array(z.object({ t: z.string(), o: price, h: price, l: price, c: price, v: z.number() })).nullable(),
});

export const brokerFill = z.object({
  id: z.string(),
  order_id: z.string(),
  symbol: z.string(),
  side: z.string(),
  qty: z.string(),
  price: z.string(),
  transaction_time: z.string(),
});

/** `DELETE /orders`: each order with a status of its own. */
export const brokerResults = z.array(z.object({ id: z.string(), status: z.number() }));

/** A query string without what was not given. */
export function query(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
