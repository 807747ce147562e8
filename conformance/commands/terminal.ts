/** Where a command writes, and what it may know of its surroundings. */
export interface Terminal {
  /** Results: nothing but data with `--json`. */
  out(text: string): void;
  /** Progress, hints and errors. */
  err(text: string): void;
  env: NodeJS.ProcessEnv;
  /** A person watches: progress may redraw a line. False with `CI` set. */
  live: boolean;
  /** Colours in what goes to `out`. */
  colour: boolean;
  /** Calls `run` on Ctrl-C or a polite kill; the returned function stops that. */
  onInterrupt(run: () => void): () => void;
}

export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  // Somebody who pipes into `head` has read enough: that is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));
  const quiet = Boolean(env.CI) || env.TERM === 'dumb';
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    env,
    live: Boolean(stderr.isTTY) && !quiet,
    colour: Boolean(stdout.isTTY) && !quiet && !env.NO_COLOR,
    onInterrupt(run) {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.on(signal, run);
      return () => {
        for (const signal of signals) process.off(signal, run);
      };
    },
  };
}
