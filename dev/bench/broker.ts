import { Agent, request } from 'node:http';
import { brokerBehaviours } from '../../mock-broker/behaviours.ts';
import { createBook, replay } from '../../mock-broker/book/book.ts';
import { exchangeAnswers, placeOrder } from '../../mock-broker/book/place.ts';
import { readOrderRequest } from '../../mock-broker/book/request.ts';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createBroker } from '../../mock-broker/create-broker.ts';
import { hash32 } from '../../mock-broker/market/quotes.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import { seededKeys } from '../../mock-broker/users.ts';
import type { Command } from '../testing/broker-model/commands.ts';
import { runSequence } from '../testing/broker-model/sequence.ts';

/** What the brokerage can do, measured on this machine. */
export interface BrokerFigures {
  /** Orders placed a second over HTTP: one process for both ends, ten connections, journal and audit on. */
  placementsPerSecond: number;
  /** Heap for 100,000 resting orders with their events, in megabytes. */
  megabytesFor100kOrders: number;
  /** Milliseconds to replay 100,000 events into a state. */
  replay100kEventsMs: number;
  /** Sequences a second of 40 commands, each compared with the model after every command. */
  modelSequencesPerSecond: number;
  /** How many sequences were run; the book differed from the model in none. */
  modelSequences: number;
}

const seconds = (from: number): number => (performance.now() - from) / 1000;
const resting = { symbol: 'F', qty: '1', side: 'buy', type: 'limit', time_in_force: 'gtc', limit_price: '0.01' };

function post(origin: string, agent: Agent, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(`${origin}/v2/orders`, { method: 'POST', agent, headers }, (res) => {
      res.resume();
      res.on('end', () => resolve(res.statusCode!));
    });
    req.on('error', reject);
    req.end(body);
  });
}

/** Orders placed a second over HTTP. */
export async function placementsPerSecond(count = 5000): Promise<number> {
  const clock = createVirtualClock();
  // The hooks are what the journal is kept for.
  const hooksToken = 'bench';
  const broker = await createBroker({ clock, random: createSeededRandom('bench'), requestsPerMinute: 0, hooksToken });
  const { keyId, secret } = seededKeys('trader@example.com');
  const headers = { 'APCA-API-KEY-ID': keyId, 'APCA-API-SECRET-KEY': secret, 'Content-Type': 'application/json' };
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const body = JSON.stringify(resting);
  const batch = async (size: number) => {
    const statuses = await Promise.all(Array.from({ length: size }, () => post(broker.origin, agent, headers, body)));
    if (statuses.some((status) => status !== 200)) throw new Error('an order of the benchmark was refused');
  };
  await batch(500);
  const from = performance.now();
  for (let done = 0; done < count; done += 500) await batch(500);
  const rate = count / seconds(from);
  agent.destroy();
  await broker.close();
  return Math.round(rate);
}

function bookWith(count: number) {
  const clock = createVirtualClock();
  const book = createBook({ clock, random: createSeededRandom('bench'), behaviours: brokerBehaviours });
  book.emit({ type: 'account_opened', account: 'a', number: 'PA1', cash: '1000000', at: clock.now() });
  const account = book.state.accounts.get('a')!;
  const order = readOrderRequest(resting);
  for (let n = 0; n < count; n += 1) exchangeAnswers(book, placeOrder(book, account, order));
  return book;
}

/** Heap taken by 100,000 resting orders, in megabytes; exact where Node runs with `--expose-gc`. */
export function megabytesFor100kOrders(): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const book = bookWith(100_000);
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed;
  if (book.state.orders.size !== 100_000) throw new Error('an order of the benchmark was refused');
  return Math.round((after - before) / 1_048_576);
}

/** Milliseconds to replay 100,000 events. */
export function replay100kEventsMs(): number {
  const { events } = bookWith(50_000);
  const hundred = events.slice(0, 100_000);
  const from = performance.now();
  replay(hundred);
  return Math.round(seconds(from) * 1000);
}

/** Seeded commands: the same in each run. */
function commandsOf(sequence: number): Command[] {
  const number = (at: number, part: string) => hash32(`${sequence}:${at}:${part}`);
  return Array.from({ length: 40 }, (_, at) => [number(at, 'what'), number(at, 'a'), number(at, 'b')] as const);
}

/** Runs sequences against the model; throws on the first difference. Returns sequences a second. */
export function modelSequencesPerSecond(count = 10_000): number {
  const from = performance.now();
  for (let sequence = 0; sequence < count; sequence += 1) {
    try {
      runSequence(commandsOf(sequence));
    } catch (error) {
      throw new Error(`model sequence ${sequence}: ${(error as Error).message}`, { cause: error });
    }
  }
  return Math.round(count / seconds(from));
}

/** All figures, one after the other; some two minutes on two cores. */
export async function brokerFigures(modelSequences = 10_000): Promise<BrokerFigures> {
  return {
    placementsPerSecond: await placementsPerSecond(),
    megabytesFor100kOrders: megabytesFor100kOrders(),
    replay100kEventsMs: replay100kEventsMs(),
    modelSequencesPerSecond: modelSequencesPerSecond(modelSequences),
    modelSequences,
  };
}
