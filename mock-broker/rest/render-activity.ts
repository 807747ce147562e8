import type { Book } from '../book/book.ts';
import type { Activity } from '../book/state.ts';
import { plain } from '../market/money.ts';
import { toNewYork } from '../market/new-york.ts';
import { instant } from './render.ts';

function describe({ type, id, cash }: Activity): string {
  if (type === 'JNLS') return 'position transferred in';
  if (id.endsWith(':opened')) return 'opening balance';
  return cash.lt(0) ? 'cash moved out' : 'cash moved in';
}

/** One row of `GET /v2/account/activities`. */
export function renderActivity(book: Book, activity: Activity): Record<string, unknown> {
  const at = instant(activity.at)!;
  if (activity.type !== 'FILL') {
    return {
      id: `${at.slice(0, 10).replaceAll('-', '')}000000000::${activity.id}`,
      activity_type: activity.type,
      date: toNewYork(activity.at).date,
      net_amount: plain(activity.cash),
      ...(activity.symbol && {
        symbol: activity.symbol,
        qty: plain(activity.qty),
        per_share_amount: plain(activity.price),
      }),
      description: describe(activity),
      status: 'executed',
    };
  }
  const order = book.state.orders.get(activity.order!)!;
  return {
    id: `${at.replace(/\D/g, '')}::${activity.id}`,
    activity_type: 'FILL',
    transaction_time: at,
    type: activity.leavesQty.eq(0) ? 'fill' : 'partial_fill',
    price: plain(activity.price),
    qty: plain(activity.qty.abs()),
    side: order.side === 'sell' && order.position_intent === 'sell_to_open' ? 'sell_short' : order.side,
    symbol: activity.symbol,
    leaves_qty: plain(activity.leavesQty),
    order_id: activity.order,
    cum_qty: plain(activity.cumQty),
    order_status: activity.leavesQty.eq(0) ? 'filled' : 'partially_filled',
    ...(activity.busted && { busted: true }),
  };
}
