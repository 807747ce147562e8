import { hash } from 'node:crypto';
import { type BoundedMap, createBoundedMap, createTieredMap } from './bounded-map.ts';
import type {
  AuthorizationRequest,
  Client,
  Code,
  Confirmation,
  GrantRecord,
  RefreshToken,
  Session,
  UpstreamState,
} from './records.ts';

/** What the authorization server remembers, in memory. Codes, tokens, states and cookies are keyed by their hash. */
export interface Store {
  clients: BoundedMap<Client>;
  /** Sessions in which nobody has signed in, and those in which somebody has: however many strangers come, they push out their own kind. */
  strangers: BoundedMap<Session>;
  sessions: BoundedMap<Session>;
  requests: BoundedMap<AuthorizationRequest>;
  states: BoundedMap<UpstreamState>;
  codes: BoundedMap<Code>;
  refreshTokens: BoundedMap<RefreshToken>;
  grants: BoundedMap<GrantRecord>;
  confirmations: BoundedMap<Confirmation>;
  clear(): void;
}

/** The key under which a secret is kept: its SHA-256, so that a look-up tells nothing by its time. */
export const keyOf = (secret: string): string => hash('sha256', secret, 'base64url');

export function createStore(): Store {
  const store = {
    clients: createTieredMap<Client>(10_000, ({ connected = false }) => connected),
    strangers: createBoundedMap<Session>(10_000),
    sessions: createBoundedMap<Session>(10_000),
    requests: createTieredMap<AuthorizationRequest>(
      10_000,
      ({ user }) => user !== undefined,
      ({ network }) => network,
    ),
    states: createBoundedMap<UpstreamState>(10_000, ({ network }) => network),
    codes: createBoundedMap<Code>(10_000),
    refreshTokens: createBoundedMap<RefreshToken>(100_000),
    grants: createBoundedMap<GrantRecord>(100_000),
    confirmations: createBoundedMap<Confirmation>(100_000),
  };
  return {
    ...store,
    clear() {
      for (const map of Object.values(store)) map.clear();
    },
  };
}
