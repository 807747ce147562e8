import type { Mutant } from './mutant.ts';

/**
 * A legal way of doing it otherwise, by name: what a mutant is to a check that must fail, it is to one that must not. It
 * replaces one behaviour, rewrites answers at the edge, or lengthens what is drawn at random.
 */
export interface Variation extends Pick<Mutant, 'name' | 'replaces' | 'rewrites' | 'needs'> {
  /** What it does, as a sentence. */
  does: string;
  /** What allows it: document and section. */
  allowedBy: string;
  /** Put after every secret that the gateway draws: codes, tokens for refreshing, cookies. */
  appends?: string;
}
