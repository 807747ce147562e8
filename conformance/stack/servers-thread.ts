import { parentPort } from 'node:worker_threads';
import { type Stack, type StackOptions, startStack } from './start-stack.ts';

// The other side of server-threads.ts: starts stacks in this thread, and ends with it.

/** What the suite needs to know of a stack in another thread; all else goes over HTTP. */
export interface StackInfo {
  mcpUrl: string;
  gatewayOrigin: string;
  brokerOrigin: string;
  apiOrigin: string | undefined;
  hooks: { url: string; token: string } | undefined;
  /** ISO 8601, by the clock of the stack. */
  startedAt: string;
}

export type Reply = { stacks: StackInfo[] } | { failed: string };

export const infoOf = (stack: Stack): StackInfo => ({
  mcpUrl: stack.mcpUrl,
  gatewayOrigin: stack.gateway.origin,
  brokerOrigin: stack.broker.origin,
  apiOrigin: stack.gateway.apiOrigin,
  hooks: stack.hooks,
  startedAt: new Date(stack.clock.now()).toISOString(),
});

parentPort?.on('message', async (wanted: StackOptions[] | 'end') => {
  // The thread ends, and with it every socket: nobody is waiting for an answer any more.
  if (wanted === 'end') process.exit();
  try {
    const stacks = await Promise.all(wanted.map(startStack));
    parentPort!.postMessage({ stacks: stacks.map(infoOf) } satisfies Reply);
  } catch (error) {
    parentPort!.postMessage({ failed: (error as Error).message } satisfies Reply);
  }
});
