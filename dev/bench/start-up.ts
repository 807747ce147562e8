import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { type Figure, median } from './figure.ts';
import { spawnNodeWell } from './spawned.ts';

const cli = join(packageRoot, 'dist', 'cli.js');
const runs = 7;

/** How long a command takes from start to end, in turns with a Node that does nothing: what no command can be faster than. */
export async function measureStartUp(args: string[], mostRatio: number): Promise<Figure[]> {
  const own: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < runs; run++) {
    own.push((await spawnNodeWell([cli, ...args])).ms);
    empty.push((await spawnNodeWell(['-e', '0'])).ms);
  }
  const value = median(own);
  const peer = median(empty);
  return [
    {
      what: `\`openbell ${args.join(' ')}\``,
      value,
      unit: 'ms',
      runs,
      bound: { mostRatio },
      peer: { what: '`node -e 0`', value: peer, ratio: value / peer },
    },
  ];
}
