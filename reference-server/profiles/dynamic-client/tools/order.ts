import { z } from 'zod';
import { type BrokerOrder, brokerOrder } from '../../../tools/broker-shapes.ts';

/** An order in the product's own words. */
export const order = z.object({
  order_id: z.string(),
  client_order_id: z.string(),
  account: z.string(),
  instrument: z.string(),
  side: z.enum(['Buy', 'Sell']),
  type: z.string(),
  quantity: z.string(),
  filled: z.string(),
  average_price: z.string().nullable(),
  limit_price: z.string().nullable(),
  tif: z.string(),
  status: z.string(),
});

/** Order states of the brokerage in the product's words; those that it has no word for stay as they are. */
const states: Record<string, string> = {
  new: 'Working',
  accepted: 'Accepted',
  pending_new: 'Submitted',
  partially_filled: 'PartFilled',
  filled: 'Filled',
  canceled: 'Cancelled',
  rejected: 'Rejected',
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What the brokerage sent about an order, in the product's own words. */
export function orderOf(account: string, sent: unknown): z.output<typeof order> {
  const read: BrokerOrder = brokerOrder.parse(sent);
  return {
    order_id: read.id,
    client_order_id: read.client_order_id,
    account,
    instrument: read.symbol,
    side: read.side === 'buy' ? 'Buy' : 'Sell',
    type: capital(read.type),
    quantity: read.qty ?? '0',
    filled: read.filled_qty,
    average_price: read.filled_avg_price,
    limit_price: read.limit_price,
    tif: capital(read.time_in_force),
    status: states[read.status] ?? capital(read.status),
  };
}
