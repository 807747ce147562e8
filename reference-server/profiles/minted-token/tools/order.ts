import { z } from 'zod';
import { brokerOrder } from '../../../tools/broker-shapes.ts';

/** An order of the broker, as it came, with when it was filled. */
export const order = brokerOrder.extend({ filled_at: z.string().nullable() });
export type Order = z.output<typeof order>;
