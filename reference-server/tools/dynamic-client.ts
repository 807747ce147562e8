import { dynamicClientAddon } from './dynamic-client/addon.ts';
import { dynamicClientConnection } from './dynamic-client/connection.ts';
import { dynamicClientMarket } from './dynamic-client/market.ts';
import { dynamicClientOrders } from './dynamic-client/orders.ts';
import { dynamicClientPositions } from './dynamic-client/positions.ts';
import { dynamicClientReads } from './dynamic-client/reads.ts';
import type { Tool } from './tool.ts';

/** The tools of `dynamic-client`, in the modelled product's own names and manner: what this reference has of them. */
export const dynamicClientTools: readonly Tool[] = [
  ...dynamicClientConnection,
  ...dynamicClientReads,
  ...dynamicClientMarket,
  ...dynamicClientOrders,
  ...dynamicClientPositions,
  ...dynamicClientAddon,
];
