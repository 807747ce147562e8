import type { Person } from '../vocabulary/people.ts';
import type { BrowserMemory } from '../vocabulary/user-agent.ts';

/** Somebody whose browser several checks use, one at a time. */
export interface Regular {
  user: Omit<Person, 'browser'>;
  memory: BrowserMemory;
  uses: number;
  busy: boolean;
  /** Others hold a connection of theirs: what happens to them happens to those, and theirs is in their journal. */
  lends: boolean;
}

/** A check has changed somebody who is one of these: nobody takes them again, nor what was got in their name. */
export const isSpoilt = (regulars: readonly Regular[], email: string | undefined): boolean =>
  regulars.some(({ user, uses }) => user.email === email && uses === Number.POSITIVE_INFINITY);
