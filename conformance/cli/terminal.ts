import { STOPS, takeEarlySignal } from './early-signal.ts';

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
  /** Calls `run` on Ctrl-C, a polite kill or when the terminal is closed, at once where that was before; the returned function stops that. */
  onInterrupt(run: () => void): () => void;
}

/** Colours of ours, and the line that progress redraws. */
const obeyed = new Set(['\n', '\t', '\r\u001b[2K', ...[0, 1, 31, 32, 33, 90].map((code) => `\u001b[${code}m`)]);

/**
 * A text as a terminal may have it: what a server said in it is shown and never obeyed. Written as an escape that JSON
 * knows, so that data stays data.
 */
export const tame = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal would obey.
    /\r\u001b\[2K|\u001b\[\d+m|[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\udb40[\udc00-\udc7f]/g,
    (found) =>
      obeyed.has(found)
        ? found
        : found.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

/**
 * Whether to colour: where a terminal reads, but not in the log of a pipeline. `NO_COLOR` forbids it, and `FORCE_COLOR`
 * overrules all else, as it does for Node itself: 0 and false forbid, anything else asks for it.
 */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTerminal && !env.NO_COLOR && !isQuiet(env);
}

const isQuiet = (env: NodeJS.ProcessEnv): boolean => Boolean(env.CI) || env.TERM === 'dumb';

export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  // Somebody who pipes into `head` has read enough, whoever closed the terminal reads nothing any more, and a file may be
  // full: the report is written all the same, and the exit code is the verdict's.
  stdout.on('error', () => {});
  stderr.on('error', () => {});
  return {
    out: (text) => stdout.write(tame(text)),
    err: (text) => stderr.write(tame(text)),
    env,
    live: Boolean(stderr.isTTY) && !isQuiet(env),
    colour: wantsColour(env, Boolean(stdout.isTTY)),
    onInterrupt(run) {
      for (const signal of STOPS) process.on(signal, run);
      if (takeEarlySignal()) run();
      return () => {
        for (const signal of STOPS) process.off(signal, run);
      };
    },
  };
}
