import type { Era } from './era.ts';
import type { Mutant } from './mutant.ts';

/**
 * A legal way of doing it otherwise, by name: what a mutant is to a check that must fail, it is to one that must not. It
 * replaces one behaviour, rewrites answers at the edge, or lengthens what is drawn at random.
 */
export interface Variation extends Pick<Mutant, 'name' | 'replaces' | 'rewrites' | 'needs'> {
  /** The proof shows those of one round together: none of them hides another. */
  round: 1 | 2 | 3 | 4 | 5;
  /** What it leaves of the revisions of MCP; all unless told. */
  eras?: readonly Era[];
  /** What it does, as a sentence. */
  does: string;
  /** What allows it: document and section. */
  allowedBy: string;
  /** Put after every secret that the gateway draws: codes, tokens for refreshing, cookies. */
  appends?: string;
}
