import type { Person } from '../vocabulary/people.ts';
import type { BrowserMemory } from '../vocabulary/user-agent.ts';

/** Somebody whose browser several checks use, one at a time. */
export interface Regular {
  user: Omit<Person, 'browser'>;
  memory: BrowserMemory;
  uses: number;
  busy: boolean;
}
