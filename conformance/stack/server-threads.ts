import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isBuilt, packageRoot } from '../files/package-root.ts';
import type { Reply, StackInfo } from './servers-thread.ts';
import type { StackOptions } from './start-stack.ts';

/** Reference stacks that run beside the suite. */
export interface Stacks {
  stacks: StackInfo[];
  /** Ends them; a second time does nothing. */
  close(): Promise<void>;
}

/**
 * Starts stacks in a thread of their own, so that suite and servers, which share little code, use a core each. The
 * sources by themselves have no file that a thread could run: there the stacks share this one.
 * An aborted `signal` ends the thread that is starting them, and throws.
 */
export async function startStacks(wanted: readonly StackOptions[], signal?: AbortSignal): Promise<Stacks> {
  signal?.throwIfAborted();
  const { stacks, close } = await (isBuilt ? startInThread(wanted, signal) : startHere(wanted));
  let closed: Promise<void> | undefined;
  return { stacks, close: () => (closed ??= close()) };
}

/**
 * What a request leaves behind is short-lived: V8 lets three times as much of it pile up, which is not collected any faster.
 * Of what lived longer it lets the more pile up the more there may be: this is five times what any demo needs.
 */
const LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 320 };

async function startInThread(wanted: readonly StackOptions[], signal: AbortSignal | undefined): Promise<Stacks> {
  const worker = new Worker(join(packageRoot, 'dist/servers-thread.js'), { resourceLimits: LIMITS });
  worker.postMessage(wanted);
  const [reply] = (await once(worker, 'message', signal ? { signal } : {}).catch(async (error) => {
    await worker.terminate();
    throw error;
  })) as [Reply];
  const close = async () => {
    worker.postMessage('end');
    await once(worker, 'exit');
  };
  if ('stacks' in reply) return { stacks: reply.stacks, close };
  await close();
  throw new Error(reply.failed);
}

async function startHere(wanted: readonly StackOptions[]): Promise<Stacks> {
  // Loaded here alone: what runs in a thread of its own is not loaded twice.
  const [{ startStack }, { infoOf }] = await Promise.all([import('./start-stack.ts'), import('./servers-thread.ts')]);
  const stacks = await Promise.all(wanted.map(startStack));
  return {
    stacks: stacks.map(infoOf),
    close: async () => void (await Promise.all(stacks.map((stack) => stack.close()))),
  };
}
