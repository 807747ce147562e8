import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import type { BrokerFigures } from './broker.ts';
import type { Figure } from './figure.ts';
import { spawnNodeWell } from './spawned.ts';
import type { Throughput } from './throughput.ts';

const bundle = (name: string): string => join(packageRoot, 'node_modules/.cache/openbell', `${name}.mjs`);

/** Authenticated calls of a tool through the gateway, beside the SDK's bare server; nine rounds in turns. */
export async function measureCalls(): Promise<Figure[]> {
  const { stdout } = await spawnNodeWell([bundle('throughput-child')]);
  return (JSON.parse(stdout) as Throughput[]).map(({ profile, era, gateway, bare, ratio }) => ({
    what: `\`tools/call\` through the gateway, ${profile}, ${era}`,
    value: gateway,
    unit: 'calls/s',
    runs: 9,
    bound: { leastRatio: profile === 'minted-token' ? 0.9 : 0.7 },
    peer: { what: 'bare `createMcpHandler`', value: bare, ratio },
  }));
}

/** What the mock brokerage can do. Its process is started with `--expose-gc`, which makes the heap's size exact. */
export async function measureBroker(sequences: number): Promise<Figure[]> {
  const { stdout } = await spawnNodeWell(['--expose-gc', bundle('broker-child'), String(sequences)]);
  const measured = JSON.parse(stdout) as BrokerFigures;
  const row = (what: string, value: number, unit: string): Figure => ({
    what: `broker: ${what}`,
    value,
    unit,
    runs: 1,
  });
  return [
    row('orders placed over HTTP', measured.placementsPerSecond, 'orders/s'),
    row('heap for 100,000 orders', measured.megabytesFor100kOrders, 'MB'),
    row('replay of 100,000 events', measured.replay100kEventsMs, 'ms'),
    row(
      `sequences against the model (${measured.modelSequences.toLocaleString('en')} run, none differed)`,
      measured.modelSequencesPerSecond,
      'sequences/s',
    ),
  ];
}
