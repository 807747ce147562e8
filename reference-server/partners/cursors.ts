import type { Random } from '../../mock-broker/random.ts';
import { createSealer } from '../state/sealer.ts';
import type { State } from '../state/state.ts';

/** Where a list goes on, sealed: nobody reads it, changes it, or uses it for another list or as somebody else. */
export interface Cursors {
  seal(position: number, boundTo: readonly string[]): string;
  /** The position, or undefined where it is no cursor of this gateway for exactly this. */
  open(cursor: string, boundTo: readonly string[]): number | undefined;
}

/** The key outlives the gateway with its state, as clients go on where they were. */
export function createCursors(state: State, random: Random): Cursors {
  const sealer = createSealer({ state, random }, 'cursors');
  return {
    // Of one length, so that it does not tell how far the list has come.
    seal: (position, boundTo) => sealer.seal(String(position).padStart(12, '0'), boundTo),
    open(cursor, boundTo) {
      const opened = sealer.open(cursor, boundTo);
      return opened?.intact ? Number(opened.text) : undefined;
    },
  };
}
