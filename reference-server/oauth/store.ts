import { type BoundedMap, createBoundedMap } from './bounded-map.ts';
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

export function createStore(): Store {
  const store = {
    clients: createBoundedMap<Client>(10_000),
    strangers: createBoundedMap<Session>(10_000),
    sessions: createBoundedMap<Session>(10_000),
    requests: createBoundedMap<AuthorizationRequest>(10_000),
    states: createBoundedMap<UpstreamState>(10_000),
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
