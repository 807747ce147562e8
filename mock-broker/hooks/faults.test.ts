import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { deskOfEachTest } from '../../dev/testing/desk.ts';
import { faultKinds } from '../faults.ts';

const desk = deskOfEachTest();
const trader = desk.as('free@example.com');

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };
const fault = (body: object) => desk.hook('post', '/faults', body);
const orders = async () => (await trader('get', '/v2/orders?status=all')).body;
const lastStatus = async () => (await desk.hook('get', '/journal')).body.entries.at(-1).status;

/** What a user sees of each fault. */
const effects: Record<(typeof faultKinds)[number], () => Promise<void>> = {
  async accept_then_drop() {
    await fault({ kind: 'accept_then_drop', method: 'POST' });
    await expect(trader('post', '/v2/orders', { ...rest, client_order_id: 'lost' })).rejects.toThrow(
      /socket hang up|ECONNRESET/,
    );
    expect(await lastStatus()).toBe(0);
    expect((await trader('get', '/v2/orders:by_client_order_id?client_order_id=lost')).status).toBe(200);
  },
  async drop_before_accept() {
    await fault({ kind: 'drop_before_accept', method: 'POST' });
    await expect(trader('post', '/v2/orders', rest)).rejects.toThrow();
    expect(await orders()).toEqual([]);
    expect((await trader('post', '/v2/orders', rest)).status).toBe(200);
  },
  async timeout() {
    await fault({ kind: 'timeout', method: 'POST', seconds: 30, accept: true });
    const hanging = trader('post', '/v2/orders', rest).catch((error: Error) => error.message);
    await expect.poll(orders).toHaveLength(1);
    desk.clock.advance(30_000);
    expect(await hanging).toMatch(/socket hang up|ECONNRESET/);
  },
  async server_error() {
    await fault({ kind: 'server_error', status: 503, times: 2 });
    expect((await trader('get', '/v2/clock')).status).toBe(503);
    expect((await trader('post', '/v2/orders', rest)).status).toBe(503);
    expect(await orders()).toEqual([]);
  },
  async rate_limited() {
    await fault({ kind: 'rate_limited', for_seconds: 10 });
    expect((await trader('get', '/v2/clock')).body.code).toBe(42910000);
    expect((await trader('get', '/v2/clock')).body.code).toBe(42910000);
    desk.clock.advance(10_000);
    expect((await trader('get', '/v2/clock')).status).toBe(200);
  },
  async event_lost() {
    const told: string[] = [];
    const gateway = createServer((req, res) => {
      told.push(req.url!);
      res.end();
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const eventsUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/events`;
    const partner = {
      clientId: 'g',
      clientSecret: 's',
      name: 'G',
      redirectUris: [],
      mcpUrl: eventsUrl,
      firstParty: false,
    };
    desk.broker.registerPartner({ ...partner, eventsUrl });
    const key = { user: 'trader@example.com', name: 'K', redirect_uri: 'https://g.example/cb' };
    const close = async () => {
      const { client_id } = (await desk.hook('post', '/keys', key)).body;
      await desk.hook('delete', `/keys/${client_id}`);
    };
    await fault({ kind: 'event_lost', user: 'trader@example.com' });
    await close();
    expect(told).toEqual([]);
    await close();
    expect(told).toEqual(['/events']);
    gateway.closeAllConnections();
    gateway.close();
  },
  async malformed_json() {
    await fault({ kind: 'malformed_json', path: '/account' });
    await expect(trader('get', '/v2/account')).rejects.toThrow(/JSON/);
  },
  async ok_with_error() {
    await fault({ kind: 'ok_with_error', path: '/orders/preview' });
    const { status, body } = await trader('post', '/v1/orders/preview', rest);
    expect([status, body.code]).toEqual([200, 40310000]);
  },
  async slow() {
    await fault({ kind: 'slow', seconds: 5, path: '/clock' });
    const slow = trader('get', '/v2/clock');
    const struck = async () => (await desk.hook('get', '/faults')).body.faults.length;
    slow.catch(() => undefined);
    await expect.poll(struck).toBe(0);
    desk.clock.advance(5000);
    expect((await slow).body.timestamp).toMatch(/10:00:05/);
  },
  async duplicate_delivery() {
    await fault({ kind: 'duplicate_delivery', method: 'POST' });
    await trader('post', '/v2/orders', rest);
    expect(await orders()).toHaveLength(2);
    await fault({ kind: 'duplicate_delivery', method: 'POST' });
    expect((await trader('post', '/v2/orders', { ...rest, client_order_id: 'once' })).status).toBe(200);
    expect(await orders()).toHaveLength(3);
  },
  async lag() {
    desk.clock.advance(60_000);
    await fault({ kind: 'lag', seconds: 10, for_seconds: 600 });
    await trader('post', '/v2/orders', { symbol: 'AAPL', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
    expect((await orders())[0].status).toBe('filled');
    expect((await trader('get', '/v2/positions')).body).toEqual([]);
    desk.clock.advance(11_000);
    expect((await trader('get', '/v2/positions')).body).toHaveLength(1);
  },
  async stuck_pending_cancel() {
    await fault({ kind: 'stuck_pending_cancel' });
    const { id } = (await trader('post', '/v2/orders', rest)).body;
    expect((await trader('delete', `/v2/orders/${id}`)).status).toBe(204);
    desk.clock.advance(60_000);
    expect((await orders())[0].status).toBe('pending_cancel');
    await desk.hook('post', `/orders/${id}`, { action: 'finish_cancel' });
    expect((await orders())[0].status).toBe('canceled');
  },
  async cancel_of_filled_is_204() {
    const { id } = (
      await trader('post', '/v2/orders', {
        symbol: 'AAPL',
        qty: '1',
        side: 'buy',
        type: 'market',
        time_in_force: 'day',
      })
    ).body;
    await fault({ kind: 'cancel_of_filled_is_204' });
    expect((await trader('delete', `/v2/orders/${id}`)).status).toBe(204);
    expect((await orders())[0].status).toBe('filled');
    expect((await trader('delete', `/v2/orders/${id}`)).status).toBe(422);
  },
};

test.each(faultKinds)('%s', (kind) => effects[kind]());

test('a reset hangs up on those who wait, and forgets the faults', async () => {
  await fault({ kind: 'timeout', times: 5 });
  const hanging = trader('get', '/v2/clock').catch((error: Error) => error.message);
  await expect.poll(async () => (await desk.hook('get', '/faults')).body.faults[0].left).toBe(4);
  await desk.hook('post', '/reset');
  expect(await hanging).toMatch(/socket hang up|ECONNRESET/);
  expect((await trader('get', '/v2/clock')).status).toBe(200);
});

test('a fault strikes only what it was ordered for, is listed while it lives, and can be taken back', async () => {
  const reader = (await desk.as('reader@example.com')('get', '/v1/users/me')).body.id;
  const { body } = await fault({ kind: 'server_error', user: reader, path: '/clock', method: 'GET' });
  expect((await trader('get', '/v2/clock')).status).toBe(200);
  expect((await desk.hook('get', '/faults')).body.faults).toMatchObject([{ id: body.id, left: 1 }]);
  expect((await desk.hook('delete', `/faults/${body.id}`)).status).toBe(204);
  expect((await desk.as('reader@example.com')('get', '/v2/clock')).status).toBe(200);
  expect((await fault({ kind: 'earthquake' })).status).toBe(400);
});
