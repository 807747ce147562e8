import { setMaxListeners } from 'node:events';
import { seconds } from '../config/duration.ts';
import { TimeIsUp } from '../help/failures.ts';
import { TOLD_TWICE } from './early-signal.ts';
import type { Terminal } from './terminal.ts';

/** Ctrl-C, a polite kill or a terminal that was closed: the first asks a run to stop, the second ends the process. */
export interface Interrupt {
  signal: AbortSignal;
  /** Nobody listens any more. */
  over(): void;
}

/** Listens for who wants a run to stop; `timeout`, such as `10m`, stops it, too. */
export function listenForInterrupt(terminal: Terminal, timeout?: string): Interrupt {
  const controller = new AbortController();
  // Each target of a run, and each page of a browser, listens.
  setMaxListeners(0, controller.signal);
  const over = terminal.onInterrupt(() => {
    if (controller.signal.aborted) process.exit(TOLD_TWICE);
    terminal.err('\nstopping, and writing down what is known; once more to stop at once\n');
    controller.abort();
  });
  if (timeout === undefined) return { signal: controller.signal, over };
  const timer = setTimeout(() => {
    const why = `the ${timeout} of --timeout were over`;
    terminal.err(`\n${why}: writing down what is known\n`);
    controller.abort(new TimeIsUp(why));
  }, seconds(timeout) * 1000).unref();
  return {
    signal: controller.signal,
    over() {
      clearTimeout(timer);
      over();
    },
  };
}
