import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** What a process used up. */
export interface Used {
  /** The most memory that it held at once. */
  megabytes: number;
  /** Processor time, user and system, in seconds. */
  seconds: number;
  /** HTTP requests that its servers got. */
  requests: number;
}

/** What a process took, from start to end. */
export interface Spawned {
  ms: number;
  /** What it used in all its threads; nothing unless it was asked for and it is Node. */
  used?: Used;
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

// Loaded before the program in each of its threads; each says at its end what its servers got, and the main one what all used.
const tellUsed = `
import { writeSync } from 'node:fs';
import { subscribe } from 'node:diagnostics_channel';
import { isMainThread } from 'node:worker_threads';
let requests = 0;
subscribe('http.server.request.start', () => requests++);
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(2, '\\nrequests ' + requests);
  if (isMainThread) writeSync(2, '\\nused ' + maxRSS + ' ' + (userCPUTime + systemCPUTime) + '\\n');
});`;
/** Given to `--import`, makes Node say at its end what it used. */
export const PRELOAD = `data:text/javascript,${encodeURIComponent(tellUsed)}`;

/** What a process that was started with `PRELOAD` said of itself. */
export function usedIn(stderr: string): Used | undefined {
  const [, kilobytes, microseconds] = /\nused (\d+) (\d+)\n/.exec(stderr) ?? [];
  if (!kilobytes) return undefined;
  const requests = [...stderr.matchAll(/\nrequests (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
  return { megabytes: Number(kilobytes) / 1024, seconds: Number(microseconds) / 1e6, requests };
}

/** Runs Node with these arguments, and takes its time. */
export function spawnNode(
  args: readonly string[],
  { withUsed = false, node = process.execPath } = {},
): Promise<Spawned> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(node, [...(withUsed ? ['--import', PRELOAD] : []), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const ms = performance.now() - begun;
      const used = usedIn(stderr);
      resolve({ ms, exitCode, stdout, stderr, ...(used ? { used } : {}) });
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
