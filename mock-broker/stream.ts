import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Book } from './book/book.ts';
import type { BookEvent } from './book/events.ts';
import { orderIn } from './book/lifecycle.ts';
import type { Order } from './book/state.ts';
import type { BrokerContext } from './context.ts';
import type { Faults } from './faults.ts';
import { rounded, zero } from './market/money.ts';
import { type Access, byKeys, byToken } from './rest/access.ts';
import { renderOrder } from './rest/render.ts';

interface Listener {
  socket: WebSocket;
  /** Looks the credentials up again: a revoked one hears nothing more. */
  access: (() => Promise<Access>) | undefined;
  /** Frames that came while nobody was authenticated. */
  framesOfNobody: number;
  listening: boolean;
  /** Updates go out one after the other. */
  queue: Promise<void>;
}

type Frame = Record<string, unknown>;

/** Bytes that wait for a client: one that asks and never reads would fill our memory with answers. */
const mostUnread = 1_048_576;
/** A client needs one frame to authenticate; the others are for mistakes. */
const mostFramesOfNobody = 10;
const mostConnectionsOfNobody = 100;

function say(socket: WebSocket, frame: Frame): void {
  if (socket.bufferedAmount > mostUnread) socket.terminate();
  else socket.send(JSON.stringify(frame));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Both forms in use: `{action:'auth', key, secret}` and `{action:'authenticate', data:{key_id, secret_key}}`. */
function credentialsOf(context: BrokerContext, frame: Frame): () => Promise<Access> {
  const data = (typeof frame.data === 'object' && frame.data !== null ? frame.data : {}) as Frame;
  const token = textOf(data.oauth_token ?? frame.oauth_token);
  if (token) return () => byToken(context, token);
  const keyId = textOf(data.key_id ?? frame.key);
  const secret = textOf(data.secret_key ?? frame.secret);
  return async () => byKeys(context, keyId, secret);
}

async function authorize(context: BrokerContext, listener: Listener, frame: Frame): Promise<void> {
  const access = credentialsOf(context, frame);
  const authorized = await access().then(
    () => true,
    () => false,
  );
  if (authorized) listener.access = access;
  const status = authorized ? 'authorized' : 'unauthorized';
  say(listener.socket, { stream: 'authorization', data: { status, action: 'authenticate' } });
}

/** `listen` says what to hear from now on; `unlisten` what no longer. Both are answered with what is heard then. */
function listen(listener: Listener, frame: Frame): void {
  const data = (typeof frame.data === 'object' && frame.data !== null ? frame.data : {}) as Frame;
  const asked = Array.isArray(data.streams) ? data.streams : [];
  const named = asked.includes('trade_updates');
  listener.listening = frame.action === 'unlisten' ? listener.listening && !named : named;
  say(listener.socket, { stream: 'listening', data: { streams: listener.listening ? ['trade_updates'] : [] } });
}

async function hear(context: BrokerContext, listener: Listener, text: string): Promise<void> {
  const { socket } = listener;
  // What arrives after we have hung up is not looked at.
  if (socket.readyState !== socket.OPEN) return;
  if (!listener.access) listener.framesOfNobody += 1;
  if (listener.framesOfNobody > mostFramesOfNobody) return socket.close(1008, 'authenticate first');
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    frame = undefined;
  }
  const refuse = (error_message: string) => say(socket, { action: 'error', data: { error_message } });
  if (typeof frame !== 'object' || frame === null) return refuse('a message must be a JSON object');
  const { action } = frame as Frame;
  if (action === 'auth' || action === 'authenticate') return authorize(context, listener, frame as Frame);
  if (action !== 'listen' && action !== 'unlisten') return refuse('action must be auth, listen or unlisten');
  if (!listener.access) return refuse('not authenticated');
  listen(listener, frame as Frame);
}

/** The fields of a `trade_updates` message beside the order; undefined for an event that the stream does not tell. */
function updateOf(book: Book, event: BookEvent): { order: Order; data: Frame } | undefined {
  const timestamp = new Date(event.at).toISOString();
  if (event.type === 'order_changed' && event.tell) {
    return { order: orderIn(book, event.order), data: { event: event.tell, timestamp } };
  }
  if (event.type === 'order_placed' && event.order.status !== 'held' && event.order.replaces === null) {
    return { order: orderIn(book, event.order.id), data: { event: event.order.status, timestamp } };
  }
  if (event.type !== 'order_filled' && event.type !== 'fill_busted') return undefined;
  const order = orderIn(book, event.order);
  const position = book.state.accounts.get(order.account)!.positions.get(order.symbol);
  const position_qty = (position?.qty ?? zero).toFixed();
  const { execution: execution_id } = event;
  if (event.type === 'fill_busted')
    return { order, data: { event: 'trade_bust', timestamp, execution_id, position_qty } };
  const kind = order.status === 'filled' ? 'fill' : 'partial_fill';
  const price = rounded(zero.plus(event.price), 6);
  return { order, data: { event: kind, timestamp, execution_id, price, qty: event.qty, position_qty } };
}

/** Sends an update if the credentials still reach its account, and hangs up if they are gone. */
async function deliver(listener: Listener, account: string, frame: Frame): Promise<void> {
  if (listener.socket.readyState !== listener.socket.OPEN) return;
  try {
    const { reach } = await listener.access!();
    if (reach.includes(account)) say(listener.socket, frame);
  } catch {
    listener.socket.close(4401, 'not authorized any more');
  }
}

/** Whoever has not said who they are for the longest makes room, so that idle strangers keep nobody out. */
function makeRoom(listeners: Set<Listener>): void {
  const strangers = [...listeners].filter(({ access }) => !access);
  if (strangers.length < mostConnectionsOfNobody) return;
  strangers[0]!.socket.terminate();
  listeners.delete(strangers[0]!);
}

export interface Stream {
  close(): void;
}

/** The `trade_updates` stream at `/stream`. */
export function openStream(server: Server, context: BrokerContext, book: Book, faults: Faults): Stream {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16_384 });
  const listeners = new Set<Listener>();
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (req.url?.split('?')[0] !== '/stream') {
      // Node takes its own listener off an upgraded socket: without one, a client that resets it ends the process.
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(req, socket, head, (ws) => {
      makeRoom(listeners);
      const listener: Listener = {
        socket: ws,
        access: undefined,
        framesOfNobody: 0,
        listening: false,
        queue: Promise.resolve(),
      };
      listeners.add(listener);
      ws.on('message', (data) => void hear(context, listener, String(data)));
      ws.on('close', () => listeners.delete(listener));
      ws.on('error', () => ws.terminate());
    });
  });
  const forget = book.onEvent((event) => {
    if (listeners.size === 0) return;
    const update = updateOf(book, event);
    if (!update) return;
    const { order } = update;
    const frame = { stream: 'trade_updates', data: { ...update.data, order: renderOrder(book, order) } };
    const user = context.users.all().find(({ accounts }) => accounts.some(({ id }) => id === order.account))?.id ?? '';
    const twice = faults.take(['duplicate_delivery'], { method: 'STREAM', path: '/stream', user });
    for (const listener of listeners) {
      if (!listener.listening) continue;
      for (let n = 0; n < (twice ? 2 : 1); n += 1) {
        listener.queue = listener.queue.then(() => deliver(listener, order.account, frame));
      }
    }
  });
  return {
    close() {
      forget();
      for (const { socket } of listeners) socket.terminate();
      sockets.close();
    },
  };
}
