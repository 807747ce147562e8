import type { Clock } from '../../mock-broker/clock.ts';
import { keyOf } from '../oauth/key-of.ts';
import type { State } from './state.ts';

const sweepMs = 3_600_000;

/** What is good once, for as long as it would be good at all; what expired is forgotten. */
export interface UsedOnce {
  /** Notes that it was used, and tells whether it had been before. `until` is milliseconds since the epoch. */
  use(id: string, until: number): boolean;
}

/** Outlives the gateway with its state. */
export function createUsedOnce({ clock, state }: { clock: Clock; state: State }, shelfName: string): UsedOnce {
  const used = state.shelf<number>(shelfName);
  let sweptAt = clock.now();

  function sweep(): void {
    if (clock.now() < sweptAt + sweepMs) return;
    sweptAt = clock.now();
    for (const [name, until] of used.entries()) if (until <= sweptAt) used.delete(name);
  }

  return {
    use(id, until) {
      sweep();
      const key = keyOf(id);
      const before = used.get(key) !== undefined;
      used.set(key, until);
      return before;
    },
  };
}
