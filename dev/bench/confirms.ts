import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRealClock } from '../../mock-broker/clock.ts';
import { createBroker } from '../../mock-broker/create-broker.ts';
import { createGateway } from '../../reference-server/create-gateway.ts';
import { openState } from '../../reference-server/state/libsql.ts';
import { deaths, killGateways, postsAt } from '../kills/kills.ts';
import { hooksToken } from '../testing/gateway-stack.ts';
import { mint, platforms, use } from '../testing/minting-stack.ts';
import { type Figure, median } from './figure.ts';

const rounds = 5;
const orders = 300;
const atOnce = 8;
const limit = { symbol: 'MSFT', side: 'buy', type: 'limit', qty: '1', limit_price: '1.00' };

/** Runs it so many times, eight at once, and returns how many were done a second. */
async function rate(times: number, run: (n: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < times) await run(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (times * 1000) / (performance.now() - begun);
}

/** `confirm_trade` with a store on disk that has each step before it is answered; gateway, broker and load share a process. */
export async function measureConfirms(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-bench-'));
  const state = openState(join(folder, 'state.db'));
  const clock = createRealClock();
  const broker = await createBroker({ clock, hooksToken, requestsPerMinute: 0, advance() {} });
  const gateway = await createGateway({
    profile: 'minted-token',
    clock,
    brokerOrigin: broker.origin,
    upstreamClient: { clientId: 'gateway', clientSecret: 'gateway-secret' },
    mintingPlatforms: platforms,
    state,
    settings: { callsPerMinute: 1e9, tradeCallsPerMinute: 1e9 },
  });
  const reached = { gateway };
  try {
    const token = await mint(reached);
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const ids: string[] = [];
      await rate(orders, async () => {
        ids.push((await use(reached, token, 'create_order', limit)).result.confirmation_id);
      });
      const measured = await rate(orders, async (n) => {
        const { result } = await use(reached, token, 'confirm_trade', { confirmation_id: ids[n] });
        if (result?.status !== 'submitted') throw new Error('an order was not submitted');
      });
      rates.push(measured);
    }
    const sent = await postsAt(broker.origin);
    if (sent !== rounds * orders) throw new Error(`${sent} orders at the broker of ${rounds * orders}`);
    return [{ what: '`confirm_trade` with the durable store', value: median(rates), unit: 'confirms/s', runs: rounds }];
  } finally {
    await gateway.close();
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gateways that are killed while an order is confirmed, and what the broker's journal says then. */
export async function measureKills(count: number): Promise<Figure[]> {
  const wheres = Array.from({ length: count }, (_, n) => deaths[n % deaths.length]!);
  const { told, posts } = await killGateways(wheres);
  const placed = told.filter(({ orders: found }) => found > 0).length;
  const twice = told.filter(({ orders: found }) => found > 1).length + posts - placed;
  const lost = told.filter(({ answered, after }) => answered !== undefined && after.some((id) => id !== answered));
  const row = (what: string, value: number, bound?: Figure['bound']): Figure => ({
    what: `${count} × \`kill -9\` around a confirmation: ${what}`,
    value,
    unit: 'orders',
    runs: 1,
    ...(bound && { bound }),
  });
  return [
    row('sent, by the broker’s journal', posts),
    row('sent more than once', twice, { most: 0 }),
    row('answered and not found again', lost.length, { most: 0 }),
  ];
}
