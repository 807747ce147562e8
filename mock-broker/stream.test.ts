import { createConnection } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { deskOfEachTest } from '../dev/testing/desk.ts';
import { seededKeys } from './users.ts';

const desk = deskOfEachTest();
const trader = desk.as('free@example.com');

const { keyId, secret } = seededKeys('free@example.com');
const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };

type Frame = { stream?: string; action?: string; data: Record<string, unknown> };

async function connect() {
  const socket = new WebSocket(`${desk.broker.origin.replace('http', 'ws')}/stream`);
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  const say = async (message: unknown) => {
    const before = frames.length;
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    await expect.poll(() => frames.length).toBeGreaterThan(before);
    return frames.at(-1)!;
  };
  const events = () => frames.filter((frame) => frame.stream === 'trade_updates').map((frame) => frame.data.event);
  return { socket, frames, say, events };
}

const listen = { action: 'listen', data: { streams: ['trade_updates'] } };

test('wrong credentials, no credentials and nonsense are answered, and hear nothing', async () => {
  const { say } = await connect();
  expect(await say('not json')).toMatchObject({ action: 'error' });
  expect(await say({ action: 'dance' })).toMatchObject({ action: 'error' });
  expect(await say(listen)).toMatchObject({ data: { error_message: 'not authenticated' } });
  const wrong = { action: 'auth', key: keyId, secret: 'wrong' };
  expect((await say(wrong)).data).toEqual({ status: 'unauthorized', action: 'authenticate' });
});

test('tells each step of the orders of its own accounts', async () => {
  const { say, events, frames } = await connect();
  await say({ action: 'authenticate', data: { key_id: keyId, secret_key: secret } });
  expect(await say(listen)).toEqual({ stream: 'listening', data: { streams: ['trade_updates'] } });
  await desk.as('trader@example.com')('post', '/v2/orders', rest);
  const { id } = (await trader('post', '/v2/orders', rest)).body;
  await desk.hook('post', `/orders/${id}`, { action: 'fill', qty: '4' });
  await desk.hook('post', '/market', { latency_ms: 100 });
  await trader('delete', `/v2/orders/${id}`);
  await desk.hook('post', `/orders/${id}`, { action: 'fill' });
  desk.clock.advance(100);
  await desk.hook('post', `/orders/${id}`, { action: 'bust' });
  await expect.poll(() => events().at(-1)).toBe('trade_bust');
  expect(events()).toEqual([
    'pending_new',
    'new',
    'partial_fill',
    'pending_cancel',
    'fill',
    'order_cancel_rejected',
    'trade_bust',
  ]);
  expect(frames.find((frame) => frame.data.event === 'partial_fill')?.data).toMatchObject({
    qty: '4',
    position_qty: '4',
    order: { id, status: 'partially_filled' },
  });
});

test('a replace that a fill overtook is told as rejected, and a delivery may come twice', async () => {
  const { say, events } = await connect();
  await say({ action: 'auth', key: keyId, secret });
  await say(listen);
  const { id } = (await trader('post', '/v2/orders', rest)).body;
  await desk.hook('post', '/market', { latency_ms: 100 });
  await trader('patch', `/v2/orders/${id}`, { qty: '12' });
  await desk.hook('post', '/faults', { kind: 'duplicate_delivery', method: 'STREAM' });
  await desk.hook('post', `/orders/${id}`, { action: 'fill' });
  await expect.poll(() => events().at(-1)).toBe('order_replace_rejected');
  expect(events()).toEqual(['pending_new', 'new', 'pending_replace', 'fill', 'fill', 'order_replace_rejected']);
});

test('a connection that was removed is hung up on', async () => {
  const { id } = (await trader('get', '/v1/users/me')).body;
  const made = (await desk.hook('post', `/users/${id}/connections`, {})).body;
  const { socket, say } = await connect();
  await say({ action: 'auth', key: made.key_id, secret: made.secret });
  await say(listen);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await desk.hook('delete', `/users/${id}/connections/${made.id}`);
  await trader('post', '/v2/orders', rest);
  expect(await closed).toBe(4401);
});

test('who does not say who they are is hung up on after ten frames', async () => {
  const { socket, frames } = await connect();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (let n = 0; n < 12; n += 1) socket.send('{}');
  expect(await closed).toBe(1008);
  expect(frames).toHaveLength(10);
});

test('mistakes before the right credentials do not count after them', async () => {
  const { say } = await connect();
  for (let n = 0; n < 9; n += 1) await say('{}');
  await say({ action: 'auth', key: keyId, secret });
  for (let n = 0; n < 9; n += 1) await say('{}');
  expect(await say(listen)).toMatchObject({ stream: 'listening' });
});

test('who asks and never reads is hung up on once more than a megabyte waits for it', async () => {
  const { socket, say } = await connect();
  await say({ action: 'auth', key: keyId, secret });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  // What waits is what the kernel no longer takes, and how much that takes differs from machine to machine.
  const unread = vi.spyOn(WebSocket.prototype, 'bufferedAmount', 'get').mockReturnValue(1_048_576);
  onTestFinished(() => unread.mockRestore());
  expect(await say('{}')).toMatchObject({ action: 'error' });
  unread.mockReturnValue(1_048_577);
  socket.send('{}');
  expect(await closed).toBe(1006);
});

test('of a hundred strangers the first makes room, and whoever has authenticated stays', async () => {
  const known = await connect();
  await known.say({ action: 'auth', key: keyId, secret });
  const first = await connect();
  const closed = new Promise((resolve) => first.socket.once('close', resolve));
  for (let n = 0; n < 100; n += 1) await connect();
  expect(await closed).toBe(1006);
  expect(await known.say(listen)).toMatchObject({ stream: 'listening' });
});

test('an upgrade elsewhere that is reset before its answer harms nobody', async () => {
  const port = Number(new URL(desk.broker.origin).port);
  for (let n = 0; n < 50; n += 1) {
    const socket = createConnection(port, '127.0.0.1');
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    setImmediate(() => socket.resetAndDestroy());
    await closed;
  }
  expect((await trader('get', '/v2/account')).status).toBe(200);
});
