import type { Tool } from '../../tools/tool.ts';
import { dynamicClientAddon } from './tools/addon.ts';
import { dynamicClientConnection } from './tools/connection.ts';
import { dynamicClientMarket } from './tools/market.ts';
import { dynamicClientOrders } from './tools/orders.ts';
import { dynamicClientPlatform } from './tools/platform.ts';
import { dynamicClientPositions } from './tools/positions.ts';
import { dynamicClientReads } from './tools/reads.ts';

/** The tools of `dynamic-client`, in the modelled product's own names and manner: what this reference has of them. */
export const dynamicClientTools: readonly Tool[] = [
  ...dynamicClientConnection,
  ...dynamicClientReads,
  ...dynamicClientMarket,
  ...dynamicClientOrders,
  ...dynamicClientPositions,
  ...dynamicClientAddon,
  ...dynamicClientPlatform,
];
