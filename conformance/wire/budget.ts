/** How much of a run one server may take: time in milliseconds, and bytes. Tests lower it; nobody else needs to. */
export interface Budget {
  /** Until a connection stands, until the first word of an answer, and between two parts of it. */
  answer: number;
  /** For a whole answer, however it drips. */
  whole: number;
  /** For a stream to end once its answer was said; then it is left. Who has kept several open is not waited for as long. */
  linger: number;
  /** The most bytes of an answer that are read, after decoding. */
  bytes: number;
  /** The most characters of all answers that one check or journey reads: it holds them until it is over. */
  together: number;
  /** How often in a row a place may let a request die of one cause before nobody asks there for a while; one less where that took long. */
  deaths: number;
  /** From here on an answer is slow. */
  slow: number;
  /** How much time a run spends on answers that are slow or never come, in all. Each that comes at once wins back some. */
  wasted: number;
  /** For what has to be tidied up once a run is over, or was interrupted. */
  farewell: number;
}

/** What a run allows unless told. */
export const BUDGET: Budget = {
  answer: 10_000,
  whole: 12_000,
  linger: 1_000,
  bytes: 2_000_000,
  together: 30_000_000,
  deaths: 3,
  slow: 4_000,
  wasted: 30_000,
  farewell: 500,
};

/** An answer is quick that comes in this part of what is slow, and wins back this part of it from what was wasted. */
const QUICK = 1 / 4;
const WON_BACK = 1 / 8;

/** What is left of the time for a stream to end, where several did not. */
const HURRIED = 1 / 20;

/** Milliseconds after which a place that is not asked any more is tried once. */
const AGAIN_AFTER = 60_000;

/** Counts of what a server lets die, and says when enough of it was seen. */
export interface Breaker {
  /** Why a request to this place is not sent; undefined where it is. */
  refusal(place: string): string | undefined;
  /** No whole answer came, after so many milliseconds, because of `cause`. */
  died(place: string, cause: string, ms: number): void;
  lived(place: string, status: number, ms: number): void;
  /** Every place that died at once may be asked once more: what was met before anything was judged is no finding yet. */
  tryOnceMore(): void;
  /** How many milliseconds a stream is given to end once its answer was said. */
  linger(): number;
  /** A stream was still open then. */
  leftOpen(): void;
  /** Whether this place has ever answered with anything but 429. */
  hasServed(place: string): boolean;
  /** Why nothing is asked any more. */
  givenUp(): string | undefined;
}

/** Where a count is kept: an address without its query. */
export const placeOfRequest = (method: string, url: string): string => `${method} ${url.split(/[?#]/)[0]}`;

const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);

/**
 * A breaker that has seen nothing yet. One serves a whole run: a place that is given up is so for every check. `now` is in
 * milliseconds: who waits for several at a time waits once.
 */
export function createBreaker({ deaths, slow, wasted, linger }: Budget, now = () => performance.now()): Breaker {
  const dying = new Map<string, { cause: string; times: number; isSlow: boolean; at: number }>();
  const served = new Set<string>();
  let lost = 0;
  let countedUntil = 0;
  let stopped: string | undefined;
  let open = 0;

  function waste(place: string, ms: number, how: string): void {
    if (ms < slow) return;
    lost += now() - Math.max(now() - ms, countedUntil);
    countedUntil = now();
    if (lost >= wasted) stopped ??= `${seconds(lost)} seconds were spent waiting for it, at last for ${place}: ${how}`;
  }
  return {
    refusal(place) {
      if (stopped) return stopped;
      const known = dying.get(place);
      if (!known || known.times < deaths - Number(known.isSlow)) return undefined;
      // It may be there again.
      if (now() - known.at > AGAIN_AFTER) return undefined;
      return `${place} is not asked again: ${known.times} times in a row ${known.cause}`;
    },
    died(place, cause, ms) {
      const known = dying.get(place);
      const times = known?.cause === cause ? known.times + 1 : 1;
      dying.set(place, { cause, times, isSlow: ms >= slow, at: now() });
      waste(place, ms, cause);
    },
    lived(place, status, ms) {
      dying.delete(place);
      if (status !== 429) served.add(place);
      if (ms < slow * QUICK) lost = Math.max(0, lost - slow * WON_BACK);
      waste(place, ms, `an answer after ${seconds(ms)} seconds`);
    },
    tryOnceMore() {
      for (const known of dying.values()) if (!known.isSlow) known.times = Math.min(known.times, deaths - 1);
    },
    linger: () => (open < deaths ? linger : linger * HURRIED),
    leftOpen() {
      open++;
    },
    hasServed: (place) => served.has(place),
    givenUp: () => stopped,
  };
}
