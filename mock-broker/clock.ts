/**
 * Time, injected. One clock drives broker, gateway and OAuth server, so that an hour passes in a microsecond in a test.
 * Outside this file no code reads the wall clock or sets a timer for protocol time.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once when the clock has reached `at` (milliseconds since the epoch); the returned function cancels it. */
  schedule(at: number, run: () => void): () => void;
}

/** A clock that moves only when told to. */
export interface VirtualClock extends Clock {
  /** Moves forward by `ms`, running everything that falls due in between, in order of time. */
  advance(ms: number): void;
  /** Goes back to where it started and forgets what was scheduled. */
  reset(): void;
}

/** A virtual clock that starts at `start`, an ISO 8601 instant. The default is a Tuesday, 10:00 in New York. */
export function createVirtualClock(start = '2026-11-17T15:00:00.000Z'): VirtualClock {
  const origin = Date.parse(start);
  if (Number.isNaN(origin)) throw new RangeError(`not an ISO 8601 instant: ${start}`);
  let time = origin;
  const due = new Set<{ at: number; run: () => void }>();
  return {
    now: () => time,
    schedule(at, run) {
      const entry = { at, run };
      due.add(entry);
      return () => void due.delete(entry);
    },
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`a clock moves forward only, not by ${ms} ms`);
      const end = time + ms;
      for (;;) {
        const next = [...due].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due.delete(next);
        time = Math.max(time, next.at);
        next.run();
      }
      time = end;
    },
    reset() {
      time = origin;
      due.clear();
    },
  };
}

/** The machine's own clock, for servers that real clients and browsers visit. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    schedule(at, run) {
      let timer: NodeJS.Timeout;
      const longest = 2 ** 31 - 1;
      const wait = () => {
        const left = at - Date.now();
        timer = left > longest ? setTimeout(wait, longest) : setTimeout(run, Math.max(0, left));
        timer.unref();
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}
