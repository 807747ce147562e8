import type { Tool } from '../../tools/tool.ts';
import { mintedTokenOrders } from '../minted-token/tools/orders.ts';
import { staticClientOrders } from '../static-client/tools/orders.ts';
import { staticClientReads } from '../static-client/tools/reads.ts';
import { getBars } from './tools/bars.ts';
import { placeOrder } from './tools/place-order.ts';
import { summarizePortfolio } from './tools/portfolio.ts';

/** Sent at once, without anybody being asked: not here. */
const unasked = ['place_order', 'cancel_order', 'replace_order'];

const confirmedByATool = mintedTokenOrders.map((one): Tool => ({ ...one, scope: 'order:execution' }));

/** The tools of `gold`: what reads and previews, and orders that a second call confirms, or the user in the client. */
export const goldTools: readonly Tool[] = [
  ...staticClientReads,
  ...staticClientOrders.filter(({ name }) => !unasked.includes(name)),
  getBars,
  summarizePortfolio,
  ...confirmedByATool,
  placeOrder,
];
