import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** What a process took, from start to end. */
export interface Spawned {
  ms: number;
  /** The most memory it held at once, in megabytes; nothing unless it was asked for and it is Node. */
  peakMegabytes?: number;
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

// Loaded before the program itself; the last line of stderr is then what it says, in kilobytes.
const tellPeak = `process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS))`;
const preload = `data:text/javascript,${encodeURIComponent(tellPeak)}`;

/** Runs Node with these arguments, and takes its time. */
export function spawnNode(args: readonly string[], { withPeak = false } = {}): Promise<Spawned> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, [...(withPeak ? ['--import', preload] : []), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const ms = performance.now() - begun;
      const peak = /\npeak (\d+)$/.exec(stderr);
      resolve({ ms, exitCode, stdout, stderr, ...(peak ? { peakMegabytes: Number(peak[1]) / 1024 } : {}) });
    });
  });
}

/** As `spawnNode`, and rejects with what the process said when it fails. */
export async function spawnNodeWell(args: readonly string[]): Promise<Spawned> {
  const spawned = await spawnNode(args);
  if (spawned.exitCode === 0) return spawned;
  throw new Error(`node ${args.join(' ')} ended with ${spawned.exitCode}: ${lastWords(spawned.stderr)}`);
}

/** The error itself where there is a stack trace, which is longer than it is telling. */
export const lastWords = (stderr: string): string =>
  /^\w*Error: .*$/m.exec(stderr)?.[0] ?? stderr.trim().split('\n').at(-1) ?? '';
