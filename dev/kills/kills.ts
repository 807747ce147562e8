import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createBroker } from '../../mock-broker/create-broker.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import { hooksToken } from '../testing/gateway-stack.ts';
import { mint, platforms, use } from '../testing/minting-stack.ts';
import type { ChildOptions } from './gateway-child.ts';

/** Where a gateway is killed while an order is confirmed. The last four come from outside the process. */
export const deaths = [
  'before the order is taken',
  'after the order is taken',
  'before the answer is kept',
  'after the answer is kept',
  'when the order arrives at the broker',
  'when the broker has answered',
  'after the client was answered',
  'at any moment',
] as const;
type Where = (typeof deaths)[number];
const ownDeaths: readonly string[] = deaths.slice(0, 4);

/** What became of one confirmation. */
export interface Told {
  where: Where;
  /** The id of the order that the client was told of before the gateway died. */
  answered: string | undefined;
  /** What it is told after a new start, each time it asks. */
  after: string[];
  /** Orders of this confirmation that the broker has. */
  orders: number;
}

interface Running {
  child: ChildProcess;
  gateway: { origin: string; apiOrigin: string | undefined };
}

/** Kills a gateway in each of these ways while it confirms an order, starts it again, and asks what became of the order. */
export async function killGateways(wheres: readonly Where[], seed = 'kills'): Promise<{ told: Told[]; posts: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-kills-'));
  const bundle = mkdtempSync(join(process.cwd(), '.dist-kills-'));
  const random = createSeededRandom(seed);
  const clock = createVirtualClock();
  const broker = await createBroker({ clock, hooksToken, requestsPerMinute: 0, advance: (ms) => clock.advance(ms) });
  const between = await startBetween(broker.origin);
  let running: Running | undefined;
  try {
    const script = await bundled(bundle);
    const [port, apiPort] = await freePorts();
    const options = { state: join(folder, 'state.db'), port, apiPort, brokerOrigin: between.origin, platforms };
    running = await startChild(script, options);
    const told: Told[] = [];
    for (const where of wheres) {
      const start = async () => {
        running = await startChild(script, options);
        return running;
      };
      told.push(await killOnce(where, running, { start, between, random }));
    }
    return { told, posts: await postsAt(broker.origin) };
  } finally {
    running?.child.kill('SIGKILL');
    between.close();
    await broker.close();
    for (const used of [folder, bundle]) rmSync(used, { recursive: true, force: true });
  }
}

interface Rig {
  start(): Promise<Running>;
  between: Awaited<ReturnType<typeof startBetween>>;
  random: ReturnType<typeof createSeededRandom>;
}

async function killOnce(where: Where, first: Running, { start, between, random }: Rig): Promise<Told> {
  const token = await mint(first);
  const { result } = await use(first, token, 'create_order', limit);
  if (ownDeaths.includes(where)) {
    first.child.send(where);
    await once(first.child, 'message');
  }
  const confirmation_id: string = result.confirmation_id;
  const kill = () => first.child.kill('SIGKILL');
  const gone = once(first.child, 'exit');
  between.onOrder(where === 'when the order arrives at the broker' ? kill : undefined);
  between.onAnswer(where === 'when the broker has answered' ? kill : undefined);
  const asked = Array.from({ length: 3 }, () =>
    use(first, token, 'confirm_trade', { confirmation_id }).catch(() => undefined),
  );
  if (where === 'at any moment') setTimeout(kill, random.bytes(1)[0]! / 8);
  const answers = await Promise.all(asked);
  kill();
  await gone;
  between.onOrder(undefined);
  between.onAnswer(undefined);

  const second = await start();
  const after: string[] = [];
  // The token is as good as before: the key that signed it outlived the process.
  for (let n = 0; n < 3; n++) {
    const { result: again, error } = await use(second, token, 'confirm_trade', { confirmation_id });
    after.push(again?.order?.id ?? error?.code ?? 'nothing');
  }
  const { result: listed } = await use(second, token, 'list_orders', { limit: 100 });
  const id = after.at(-1);
  const orders = listed.orders.filter((order: { id: string }) => order.id === id).length;
  return { where, answered: answers.find((answer) => answer?.result)?.result.order.id, after, orders };
}

const limit = { symbol: 'MSFT', side: 'buy', type: 'limit', qty: '1', limit_price: '1.00' };

async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'gateway.mjs');
  await build({
    entryPoints: [join(process.cwd(), 'dev/kills/gateway-child.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}

async function startChild(script: string, options: ChildOptions): Promise<Running> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [line] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit').then(() => [''])]);
  if (!String(line)) throw new Error('the gateway did not start');
  return { child, gateway: JSON.parse(String(line)) };
}

/** Free ports, the same for each start: the address of a gateway is in its tokens. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createSocketServer(), createSocketServer()];
  const ports = servers.map(async (server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  });
  const [a, b] = await Promise.all(ports);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [a!, b!];
}

/** Stands between gateway and broker, and tells when an order comes by and when its answer does, before passing it on. */
async function startBetween(brokerOrigin: string) {
  let onOrder: (() => void) | undefined;
  let onAnswer: (() => void) | undefined;
  const server: Server = http.createServer((req, res) => {
    const isOrder = req.method === 'POST' && req.url!.endsWith('/orders');
    const passed = http.request(
      `${brokerOrigin}${req.url}`,
      { method: req.method!, headers: req.headers },
      (answer) => {
        if (isOrder) onAnswer?.();
        res.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(res);
      },
    );
    if (isOrder) onOrder?.();
    req.pipe(passed);
    for (const end of [req, res, passed]) end.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onOrder(run: typeof onOrder) {
      onOrder = run;
    },
    onAnswer(run: typeof onAnswer) {
      onAnswer = run;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Orders that the broker was sent in all, by its own journal. */
export async function postsAt(origin: string): Promise<number> {
  const answer = await fetch(`${origin}/test-hooks/journal`, { headers: { authorization: `Bearer ${hooksToken}` } });
  const { entries } = (await answer.json()) as { entries: { method: string; path: string }[] };
  return entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/orders')).length;
}
