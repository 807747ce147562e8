import type { Clock } from '../mock-broker/clock.ts';
import type { GatewayBehaviours } from './behaviours.ts';
import { bounded } from './oauth/bounded-map.ts';
import { asIs, createKeptMap } from './state/kept-map.ts';
import type { State } from './state/state.ts';

/** Counts wrong guesses by whom or what they are about; the count outlives the gateway with its state. */
export interface Throttle {
  /** Seconds to wait, where there were too many in the last minute. */
  wait(key: string): number | undefined;
  failed(key: string): void;
  clear(): void;
}

const windowMs = 60_000;

interface ThrottleParts {
  clock: Clock;
  behaviours: Pick<GatewayBehaviours, 'guessesAreFew'>;
  state: State;
}

export function createThrottle({ clock, behaviours, state }: ThrottleParts, name: string, limit: number): Throttle {
  const failures = createKeptMap(bounded(10_000), state.shelf<number[]>(`wrong-${name}`), asIs());
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
