import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { mapAtATime } from '../../conformance/help/at-a-time.ts';
import { readRun } from '../../conformance/run/read.ts';
import type { Behaviour } from '../hostile/behaviour.ts';
import { startHostile } from '../hostile/gateway.ts';
import { tableOf } from '../hostile/table/index.ts';
import type { Figure } from './figure.ts';
import { spawnNode } from './spawned.ts';

/** Milliseconds that a slow server takes for each answer: just in time. */
const LATE = 9_000;
/** How many servers are looked at side by side: most of the time is waiting. */
const AT_A_TIME = 6;

interface Came {
  name: string;
  seconds: number;
  megabytes: number;
  /** Megabytes of `run.json`. */
  run: number;
}

/** The whole suite on every server of the table, as a command: the longest run, and the largest. */
export async function measureHostile(): Promise<Figure[]> {
  const rows = Object.entries(tableOf(LATE)).flatMap(([kind, all]) =>
    all.map((row) => ({ name: `${kind}: ${row.does}`, row })),
  );
  const wanted = new RegExp(process.env.HOSTILE_ROWS ?? '');
  const chosen = rows.filter(({ name }) => wanted.test(name));
  const came = await mapAtATime(AT_A_TIME, chosen, async ({ name, row }) => {
    const one = await gradeByCommand(name, row);
    process.stderr.write(
      `  ${one.seconds.toFixed(1)} s, ${one.megabytes.toFixed(0)} MB, run.json ${one.run.toFixed(2)} MB: ${one.name}\n`,
    );
    return one;
  });
  const most = (of: (one: Came) => number): Came => came.toSorted((a, b) => of(b) - of(a))[0]!;
  const figure = (what: string, unit: string, of: (one: Came) => number, bound: number): Figure => ({
    what: `hostile: ${what} (${most(of).name})`,
    value: of(most(of)),
    unit,
    runs: came.length,
    bound: { most: bound },
  });
  return [
    figure('longest', 's', ({ seconds }) => seconds, 60),
    figure('largest', 'MB of memory', ({ megabytes }) => megabytes, 300),
    figure('largest `run.json`', 'MB', ({ run }) => run, 10),
  ];
}

async function gradeByCommand(name: string, row: Behaviour): Promise<Came> {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-hostile-'));
  const server = await startHostile(row);
  process.env.PASSWORD = 'a-long-password';
  const config = join(folder, 'openbell.yaml');
  writeFileSync(config, 'users:\n  - username: trader@example.com\n    password: $'.concat('{PASSWORD}\n'));
  try {
    const args = [join(packageRoot, 'dist/cli.js'), 'check', server.mcpUrl, '--config', config, '--out', folder];
    const { ms, used } = await spawnNode(args, { withUsed: true });
    readRun(join(folder, 'run.json'));
    const size = statSync(join(folder, 'run.json')).size;
    return { name, seconds: ms / 1000, megabytes: used?.megabytes ?? Number.NaN, run: size / 1e6 };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
