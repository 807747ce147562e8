import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import type { Figure } from './figure.ts';
import { spawnNode } from './spawned.ts';

/** The whole proof test, started as `npx vitest run dev/proof` starts it. */
export async function measureProof(): Promise<Figure[]> {
  const vitest = join(packageRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', 'dev/proof', '--root', packageRoot, '--reporter=dot'];
  const { ms, exitCode, stdout } = await spawnNode(args);
  if (exitCode !== 0) process.stderr.write(`  the proof test did not pass; its time stands: ${summaryOf(stdout)}\n`);
  return [{ what: 'the whole proof test', value: ms / 1000, unit: 's', runs: 1, bound: { most: 30 } }];
}

const summaryOf = (stdout: string): string => /^ *Tests .*$/m.exec(stdout)?.[0].trim() ?? 'no summary';
