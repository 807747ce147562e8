import { expect, test } from 'vitest';
import { deskOfEachTest, tradeAs } from '../../dev/testing/desk.ts';
import { orderStatuses } from '../book/events.ts';

const desk = deskOfEachTest();
const { trader, place, tell } = tradeAs(desk, 'free@example.com');

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const market = { symbol: 'AAPL', qty: '10', side: 'buy', type: 'market', time_in_force: 'day' };
const statusOf = async (id: string) => (await trader('get', `/v2/orders/${id}`)).body.status;

/** One way to reach each of the 17; the text is when. */
const ways: Record<(typeof orderStatuses)[number], () => Promise<string>> = {
  pending_new: async () => (await place(rest)).status,
  new: async () => statusOf((await place(rest)).id),
  accepted: async () => {
    desk.clock.advance(8 * 3_600_000);
    return statusOf((await place(rest)).id);
  },
  filled: async () => statusOf((await place({ ...market, qty: '1' })).id),
  partially_filled: async () => {
    const { id } = await place(rest);
    await tell(id, { action: 'fill', qty: '4' });
    return statusOf(id);
  },
  done_for_day: async () => {
    const { id } = await place({ ...rest, time_in_force: 'gtc' });
    await tell(id, { action: 'fill', qty: '4' });
    desk.clock.advance(6 * 3_600_000);
    return statusOf(id);
  },
  canceled: async () => {
    const { id } = await place(rest);
    await trader('delete', `/v2/orders/${id}`);
    return statusOf(id);
  },
  expired: async () => {
    const { id } = await place(rest);
    desk.clock.advance(6 * 3_600_000);
    return statusOf(id);
  },
  replaced: async () => {
    const { id } = await place(rest);
    await trader('patch', `/v2/orders/${id}`, { limit_price: '399' });
    return statusOf(id);
  },
  pending_replace: async () => {
    const { id } = await place(rest);
    await desk.hook('post', '/market', { latency_ms: 500 });
    await trader('patch', `/v2/orders/${id}`, { limit_price: '399' });
    return statusOf(id);
  },
  pending_cancel: async () => {
    const { id } = await place(rest);
    await desk.hook('post', '/market', { latency_ms: 500 });
    await trader('delete', `/v2/orders/${id}`);
    return statusOf(id);
  },
  accepted_for_bidding: async () => {
    const { id } = await place({ ...market, time_in_force: 'cls' });
    desk.clock.advance((5 * 60 + 51) * 60_000);
    return statusOf(id);
  },
  rejected: async () => {
    const { id } = await place(rest);
    await tell(id, { action: 'reject' });
    return statusOf(id);
  },
  held: async () => {
    const exits = { take_profit: { limit_price: '450' }, stop_loss: { stop_price: '390' } };
    const { legs } = await place({ ...rest, order_class: 'bracket', ...exits });
    return statusOf(legs[0].id);
  },
  stopped: async () => {
    const { id } = await place(rest);
    await tell(id, { action: 'stop' });
    return statusOf(id);
  },
  suspended: async () => {
    const { id } = await place(rest);
    await tell(id, { action: 'suspend' });
    return statusOf(id);
  },
  calculated: async () => {
    const { id } = await place(rest);
    await tell(id, { action: 'calculate' });
    return statusOf(id);
  },
};

test.each(orderStatuses)('an order can be %s', async (status) => {
  expect(await ways[status]()).toBe(status);
});
