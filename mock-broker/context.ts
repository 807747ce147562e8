import type { BrokerBehaviours } from './behaviours.ts';
import type { Clock } from './clock.ts';
import type { Struck } from './faults.ts';
import type { Journal } from './journal.ts';
import type { BrokerState } from './kept-secret.ts';
import type { Random } from './random.ts';
import type { Partner } from './types.ts';
import type { User, Users } from './users.ts';

/** Who a bearer token speaks for, and what it may do. */
export interface Bearer {
  user: User;
  clientId: string;
  scopes: readonly string[];
}

/** Resolves an access token of this brokerage, meant for its REST API; undefined for any other token. */
export type ResolveBearer = (token: string) => Bearer | undefined | Promise<Bearer | undefined>;

/** What all parts of one brokerage share. */
export interface BrokerContext {
  clock: Clock;
  random: Random;
  /** Defaults with the replaced ones put over. */
  behaviours: BrokerBehaviours;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin(): string;
  users: Users;
  journal: Journal;
  /** By client id; they survive a reset. */
  partners: Map<string, Partner>;
  /** Set by the OAuth server when its router is made. Until then no token is known. */
  resolveBearer: ResolveBearer;
  /** Whether a fault was ordered by which this message of the brokerage gets lost; takes it. */
  isLost(message: Struck): boolean;
  /** Registers what a part does when the brokerage goes back to its seeded state; users are reset before. */
  onReset(run: () => void): void;
  hooksToken: string | undefined;
  /** Undefined where nothing outlives the process. */
  state?: BrokerState | undefined;
}
