import type { Tool } from '../../tools/tool.ts';
import { staticClientOrders } from './tools/orders.ts';
import { staticClientReads } from './tools/reads.ts';

/** The tools of `static-client`. The modelled product publishes no names: these are our choice. */
export const staticClientTools: readonly Tool[] = [...staticClientReads, ...staticClientOrders];
