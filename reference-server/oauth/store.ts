import { asIs, createKeptMap, type Form, type KeptMap } from '../state/kept-map.ts';
import type { State } from '../state/state.ts';
import { type BoundedMap, bounded, createBoundedMap, createTieredMap } from './bounded-map.ts';
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

/** What the authorization server remembers. Codes, tokens, states and cookies are keyed by their hash. */
export interface Store {
  clients: KeptMap<Client>;
  /** Sessions in which nobody has signed in, and those in which somebody has: however many strangers come, they push out their own kind. */
  strangers: BoundedMap<Session>;
  sessions: BoundedMap<Session>;
  requests: BoundedMap<AuthorizationRequest>;
  states: BoundedMap<UpstreamState>;
  codes: KeptMap<Code>;
  refreshTokens: KeptMap<RefreshToken>;
  grants: KeptMap<GrantRecord>;
  confirmations: KeptMap<Confirmation>;
  clear(): void;
}

/** A grant without what only this process knows. */
const grantForm: Form<
  GrantRecord,
  Omit<GrantRecord, 'revokedTokens' | 'refreshing'> & { revoked: [string, number][] }
> = {
  keep: ({ revokedTokens, refreshing: _, ...record }) => ({ ...record, revoked: [...revokedTokens] }),
  open: ({ revoked, ...record }) => ({ ...record, revokedTokens: new Map(revoked) }),
};

/** With a state, what clients remember outlives the process: registrations, grants, codes and refresh tokens. */
export function createStore(state?: State): Store {
  const store = {
    clients: createKeptMap(
      (forgotten) => createTieredMap<Client>(10_000, ({ connected = false }) => connected, undefined, forgotten),
      state?.shelf<Client>('clients'),
      asIs(),
    ),
    strangers: createBoundedMap<Session>(10_000),
    sessions: createBoundedMap<Session>(10_000),
    requests: createTieredMap<AuthorizationRequest>(
      10_000,
      ({ user }) => user !== undefined,
      ({ network }) => network,
    ),
    states: createBoundedMap<UpstreamState>(10_000, ({ network }) => network),
    codes: createKeptMap(bounded(10_000), state?.shelf<Code>('codes'), asIs()),
    refreshTokens: createKeptMap(bounded(100_000), state?.shelf<RefreshToken>('refresh-tokens'), asIs()),
    grants: createKeptMap(bounded(100_000), state?.shelf('grants'), grantForm),
    confirmations: createKeptMap(bounded(100_000), state?.shelf<Confirmation>('first-connections'), asIs()),
  };
  return {
    ...store,
    clear() {
      for (const map of Object.values(store)) map.clear();
    },
  };
}
