import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { witnesses } from '../witnesses/index.ts';
import { type Figure, median } from './figure.ts';
import { lastWords, spawnNode } from './spawned.ts';

const cli = join(packageRoot, 'dist', 'cli.js');
const runs = 3;
const STRANGER = 'certified';

/** Milliseconds of one `check` at a gateway that is not ours, with or without its users. */
async function checkOnce(depth: 'public' | 'full', folder: string): Promise<number> {
  const { url, users = [], close } = await witnesses.find(({ name }) => name === STRANGER)!.start();
  try {
    const config = join(folder, 'openbell.yaml');
    const two = users.slice(0, 2).map(({ username, password }, n) => {
      const name = `OPENBELL_BENCH_${n}`;
      process.env[name] = password;
      return { username, password: `\${${name}}` };
    });
    writeFileSync(config, JSON.stringify({ registrations: 60, ...(depth === 'full' ? { users: two } : {}) }));
    const args = ['check', url, '--config', config, '--depth', depth, '--out', join(folder, depth)];
    const { ms, exitCode, stderr } = await spawnNode([cli, ...args]);
    // What it is found guilty of is not what is measured.
    if (exitCode === 0 || exitCode === 1 || exitCode === 3) return ms;
    throw new Error(`check ended with ${exitCode}: ${lastWords(stderr)}`);
  } finally {
    await close();
  }
}

/** How long somebody waits who grades a server of their own on this machine: without a user, and with two. */
export async function measureStrangers(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-bench-'));
  const figures: Figure[] = [];
  try {
    for (const [depth, what, most] of [
      ['public', `\`check --depth public\` of the witness ${STRANGER}`, 1],
      ['full', `\`check\` of the witness ${STRANGER} with two users`, 6],
    ] as const) {
      const taken: number[] = [];
      for (let n = 0; n < runs; n++) taken.push((await checkOnce(depth, folder)) / 1000);
      figures.push({ what, value: median(taken), unit: 's', runs, bound: { most } });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
