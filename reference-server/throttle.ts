import type { Clock } from '../mock-broker/clock.ts';
import type { GatewayBehaviours } from './behaviours.ts';
import { createBoundedMap } from './oauth/bounded-map.ts';

/** Counts wrong guesses by whom or what they are about. */
export interface Throttle {
  /** Seconds to wait, where there were too many in the last minute. */
  wait(key: string): number | undefined;
  failed(key: string): void;
  clear(): void;
}

const windowMs = 60_000;

export function createThrottle(
  clock: Clock,
  behaviours: Pick<GatewayBehaviours, 'guessesAreFew'>,
  limit: number,
): Throttle {
  const failures = createBoundedMap<number[]>(10_000);
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => clock.now() < at + windowMs);
  return {
    wait(key) {
      const known = recent(key);
      if (behaviours.guessesAreFew(known.length, limit)) return undefined;
      return Math.max(1, Math.ceil(((known.at(-limit) ?? clock.now()) + windowMs - clock.now()) / 1000));
    },
    failed: (key) => failures.set(key, [...recent(key), clock.now()].slice(-limit)),
    clear: failures.clear,
  };
}
