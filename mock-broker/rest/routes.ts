import { getAccount, getConfigurations, listActivities, patchConfigurations } from './account.ts';
import type { Answer, Call } from './call.ts';
import {
  latestQuote,
  latestQuotes,
  latestTrade,
  latestTrades,
  manyBars,
  snapshots,
  symbolBars,
  symbolSnapshot,
} from './data.ts';
import { portfolioHistory } from './history.ts';
import {
  deleteAllOrders,
  deleteOrder,
  getOrder,
  getOrderByClientId,
  listOrders,
  patchOrder,
  postOrder,
  previewOrder,
} from './orders.ts';
import { closeAllPositions, closePosition, getPosition, listPositions } from './positions.ts';
import { getAsset, getCalendar, getCalendarV3, getClock, getClockV3, listAssets } from './reads.ts';

/** What a token needs to call a path; null where being signed in is enough. */
export type Scope =
  | 'user:information'
  | 'account:information'
  | 'position:information'
  | 'order:information'
  | 'order:execution'
  | 'market:information'
  | 'calendar:information'
  | null;

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface Route {
  method: Method;
  /** Relative to the mount. */
  path: string;
  scope: Scope;
  handle: (call: Call) => Answer;
}

/** The trading API: the same below `/v2`, below one account and below the add-on. */
export const tradingRoutes: readonly Route[] = [
  { method: 'get', path: '/account', scope: 'account:information', handle: getAccount },
  { method: 'get', path: '/account/activities', scope: 'account:information', handle: listActivities },
  { method: 'get', path: '/account/activities/:type', scope: 'account:information', handle: listActivities },
  { method: 'get', path: '/account/configurations', scope: 'account:information', handle: getConfigurations },
  { method: 'patch', path: '/account/configurations', scope: 'order:execution', handle: patchConfigurations },
  { method: 'get', path: '/account/portfolio/history', scope: 'account:information', handle: portfolioHistory },
  { method: 'get', path: '/positions', scope: 'position:information', handle: listPositions },
  { method: 'get', path: '/positions/:symbol', scope: 'position:information', handle: getPosition },
  { method: 'delete', path: '/positions', scope: 'order:execution', handle: closeAllPositions },
  { method: 'delete', path: '/positions/:symbol', scope: 'order:execution', handle: closePosition },
  { method: 'get', path: '/assets', scope: 'market:information', handle: listAssets },
  { method: 'get', path: '/assets/:symbol', scope: 'market:information', handle: getAsset },
  { method: 'get', path: '/clock', scope: 'calendar:information', handle: getClock },
  { method: 'get', path: '/calendar', scope: 'calendar:information', handle: getCalendar },
  { method: 'post', path: '/orders', scope: 'order:execution', handle: postOrder },
  { method: 'post', path: '/orders/preview', scope: 'order:execution', handle: previewOrder },
  { method: 'get', path: '/orders', scope: 'order:information', handle: listOrders },
  { method: 'get', path: '/orders\\:by_client_order_id', scope: 'order:information', handle: getOrderByClientId },
  { method: 'get', path: '/orders/:id', scope: 'order:information', handle: getOrder },
  { method: 'patch', path: '/orders/:id', scope: 'order:execution', handle: patchOrder },
  { method: 'delete', path: '/orders', scope: 'order:execution', handle: deleteAllOrders },
  { method: 'delete', path: '/orders/:id', scope: 'order:execution', handle: deleteOrder },
  { method: 'get', path: '/stocks/quotes/latest', scope: 'market:information', handle: latestQuotes },
  { method: 'get', path: '/stocks/trades/latest', scope: 'market:information', handle: latestTrades },
  { method: 'get', path: '/stocks/bars', scope: 'market:information', handle: manyBars },
  { method: 'get', path: '/stocks/snapshots', scope: 'market:information', handle: snapshots },
  { method: 'get', path: '/stocks/:symbol/quotes/latest', scope: 'market:information', handle: latestQuote },
  { method: 'get', path: '/stocks/:symbol/trades/latest', scope: 'market:information', handle: latestTrade },
  { method: 'get', path: '/stocks/:symbol/bars', scope: 'market:information', handle: symbolBars },
  { method: 'get', path: '/stocks/:symbol/snapshot', scope: 'market:information', handle: symbolSnapshot },
];

/** The newer clock and calendar, below `/v3`. */
export const newerRoutes: readonly Route[] = [
  { method: 'get', path: '/clock', scope: 'calendar:information', handle: getClockV3 },
  { method: 'get', path: '/calendar/:market', scope: 'calendar:information', handle: getCalendarV3 },
];
