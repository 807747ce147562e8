import { staticClientOrders } from './static-client/orders.ts';
import { staticClientReads } from './static-client/reads.ts';
import type { Tool } from './tool.ts';

/** The tools of `static-client`. The modelled product publishes no names: these are our choice. */
export const staticClientTools: readonly Tool[] = [...staticClientReads, ...staticClientOrders];
