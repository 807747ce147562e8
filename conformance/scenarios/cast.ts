import type { Traits } from '../vocabulary/people.ts';

/** The people whom every journey knows, and what each is like; whoever else takes part is declared, and may trade. */
export const CAST: Record<string, Traits> = {
  trader: {},
  colleague: {},
  reader: { trading: false },
  free: { plan: 'free' },
  twin: { accounts: 2 },
  spectator: { connection: 'read' },
  unconnected: { connection: 'none' },
  outsider: { partner: false },
};
