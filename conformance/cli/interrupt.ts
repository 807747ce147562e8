import type { Terminal } from './terminal.ts';

/** Ctrl-C, a polite kill or a terminal that was closed: the first asks a run to stop, the second ends the process. */
export interface Interrupt {
  signal: AbortSignal;
  /** Nobody listens any more. */
  over(): void;
}

/** What a process exits with that was told twice to stop: 128 and the number of SIGINT, as shells have it. */
const TOLD_TWICE = 130;

export function listenForInterrupt(terminal: Terminal): Interrupt {
  const controller = new AbortController();
  const over = terminal.onInterrupt(() => {
    if (controller.signal.aborted) process.exit(TOLD_TWICE);
    terminal.err('\nstopping, and writing down what is known; once more to stop at once\n');
    controller.abort();
  });
  return { signal: controller.signal, over };
}
