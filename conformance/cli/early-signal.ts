// Loaded before anything else: it imports nothing.

/** Signals that ask a process to stop: Ctrl-C, a polite kill, a terminal that was closed. */
export const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a process exits with that was told twice to stop: 128 and the number of SIGINT, as shells have it. */
export const TOLD_TWICE = 130;

let came = false;

function note(): void {
  if (came) process.exit(TOLD_TWICE);
  came = true;
}

/** Remembers who asked to stop while the program is still being loaded, so that a run can begin and end with its report. */
export function noteEarlySignals(): void {
  for (const signal of STOPS) process.on(signal, note);
}

/** Somebody listens from now on; true where one came before. */
export function takeEarlySignal(): boolean {
  for (const signal of STOPS) process.off(signal, note);
  const didCome = came;
  came = false;
  return didCome;
}
