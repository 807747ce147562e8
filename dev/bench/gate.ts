import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { writeRun } from '../../conformance/run/encode.ts';
import type { Run } from '../../conformance/run/model.ts';
import { bigRun } from '../testing/sample-run.ts';
import { startStranger } from '../testing/stranger.ts';
import { type Figure, median } from './figure.ts';
import { lastWords, spawnNode } from './spawned.ts';

const cli = join(packageRoot, 'dist', 'cli.js');
const runs = 3;
const SHARDS = 100;
const RESULTS = 2_000;
const TARGETS = 50;

/** A run of so many results, each of a check of its own. */
function runOf(results: number): Run {
  const run = bigRun();
  const checks = Array.from({ length: results }, (_, n) => ({
    ...run.checks[n % run.checks.length]!,
    id: `wire/check-${n}`,
    target: 0,
    era: run.targets[0]!.eras[0]!,
  }));
  return { ...run, targets: [run.targets[0]!], checks, scenarios: [] };
}

/** One part of it with its evidence, as `--shard` leaves it. */
function shardOf(whole: Run, index: number): Run {
  const ids = whole.checks.map(({ id }) => id);
  const checks = whole.checks.filter((_, n) => n % SHARDS === index - 1);
  const evidence = new Set(checks.flatMap((check) => check.exchanges));
  const exchanges = whole.exchanges.filter(({ n }) => evidence.has(n));
  return { ...whole, checks, exchanges, shard: { index, of: SHARDS, ids } };
}

async function timed(args: string[]): Promise<{ ms: number; megabytes: number }> {
  const { exitCode, stderr, ms, used } = await spawnNode([cli, ...args], { withUsed: true });
  if (exitCode === 2) throw new Error(`${args[0]} ended with 2: ${lastWords(stderr)}`);
  return { ms, megabytes: used!.megabytes };
}

/** How long a pipeline waits for what is made of runs, and what a target more costs a run of many. */
export async function measureGate(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-bench-'));
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  try {
    const whole = runOf(RESULTS);
    const at = (name: string) => join(folder, name);
    const shards = Array.from({ length: SHARDS }, (_, n) => `shard-${n + 1}.json`);
    for (const [n, file] of shards.entries()) put(file, writeRun(shardOf(whole, n + 1)));
    put('old.json', writeRun(whole));
    put(
      'new.json',
      writeRun({ ...whole, checks: whole.checks.map((one, n) => (n % 7 ? one : { ...one, verdict: 'pass' })) }),
    );
    const seconds = async (args: string[]) => {
      const all: number[] = [];
      for (let n = 0; n < runs; n++) all.push((await timed(args)).ms / 1000);
      return median(all);
    };
    return [
      {
        what: `\`report\` of ${SHARDS} shards of ${RESULTS.toLocaleString('en')} results`,
        value: await seconds(['report', ...shards.map(at), '--out', at('merged')]),
        unit: 's',
        runs,
        bound: { most: 2 },
      },
      {
        what: `\`diff\` of two runs of ${RESULTS.toLocaleString('en')} results`,
        value: await seconds(['diff', at('old.json'), at('new.json')]),
        unit: 's',
        runs,
        bound: { most: 0.5 },
      },
      ...(await measureTargets(folder)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Many targets in one configuration, each a server of its own on loopback. */
async function measureTargets(folder: string): Promise<Figure[]> {
  const servers = await Promise.all(Array.from({ length: TARGETS }, () => startStranger({ authorization: 'none' })));
  try {
    const grade = (many: number) => {
      const targets = servers.slice(0, many).map(({ mcpUrl }, n) => ({ name: `target-${n}`, url: mcpUrl }));
      const config = join(folder, 'openbell.yaml');
      writeFileSync(config, JSON.stringify({ targets, depth: 'public' }));
      return timed(['check', '--config', config, '--out', join(folder, 'targets')]);
    };
    const few = await grade(10);
    const all = await grade(TARGETS);
    return [
      { what: `\`check\` of ${TARGETS} targets side by side`, value: all.ms / 1000, unit: 's', runs: 1 },
      {
        what: `a target more: peak memory, from 10 to ${TARGETS}`,
        value: (all.megabytes - few.megabytes) / (TARGETS - 10),
        unit: 'MB',
        runs: 1,
      },
    ];
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}
