import type { Clock } from '../../mock-broker/clock.ts';
import type { Random } from '../../mock-broker/random.ts';
import type { BrokerUser, Grant } from '../access.ts';
import type { GatewayBehaviours } from '../behaviours.ts';
import type { BrokerOAuth } from '../upstream/broker-oauth.ts';
import { UpstreamGone } from '../upstream/upstream-gone.ts';
import type { Client, GrantRecord, UpstreamTokens } from './records.ts';
import type { Store } from './store.ts';

/** What users have allowed clients, and the tokens of the brokerage behind it. */
export interface Grants {
  begin(start: GrantStart): GrantRecord;
  find(id: string): GrantRecord | undefined;
  /** The live grants of a user, newest first. */
  ofUser(userId: string): Grant[];
  /** Ends it at once: open streams are told. `tellBrokerage` revokes the tokens there too. */
  end(id: string, tellBrokerage: boolean): void;
  /** Ends those that this key of the brokerage was used for, which it has ended already. */
  endOfKey(clientId: string): void;
  /** Ends those of a client that is none any more, and the brokerage's tokens of it. */
  endOfClient(clientId: string): void;
  onRevoked(id: string, run: () => void): () => void;
  /** The brokerage's access token, refreshed when it is due, or now where `fresh` is asked for. */
  upstreamToken(id: string, fresh?: boolean): Promise<string>;
}

export interface GrantStart {
  client: Client;
  redirectUri?: string;
  user: BrokerUser;
  scopes: readonly string[];
  resource: string;
  upstream: UpstreamTokens;
  upstreamClientId: string;
}

/** A token that expires within this time is refreshed first, so that it does not expire on the way. */
const refreshAheadMs = 30_000;

export interface GrantsParts {
  behaviours: Pick<GatewayBehaviours, 'grantsStandSideBySide'>;
  clock: Clock;
  random: Random;
  store: Store;
  brokerOAuth: BrokerOAuth;
  onReset(run: () => void): void;
}

export function createGrants(parts: GrantsParts): Grants {
  const { clock, random, store, brokerOAuth } = parts;
  const listeners = new Map<string, Set<() => void>>();
  parts.onReset(() => listeners.clear());

  function end(id: string, tellBrokerage: boolean): void {
    const record = store.grants.get(id);
    if (!record?.alive) return;
    record.alive = false;
    store.grants.keep(id);
    if (tellBrokerage) void brokerOAuth.revoke(record.upstreamClientId, record.upstream);
    const told = listeners.get(id) ?? [];
    listeners.delete(id);
    for (const run of told) run();
  }

  async function refresh(record: GrantRecord): Promise<string> {
    try {
      record.upstream = await brokerOAuth.refresh(record.upstreamClientId, record.upstream);
      store.grants.keep(record.grant.id);
      return record.upstream.accessToken;
    } catch (error) {
      if (error instanceof UpstreamGone) end(record.grant.id, false);
      throw error;
    } finally {
      record.refreshing = undefined;
    }
  }

  return {
    begin({ client, redirectUri, user, scopes, resource, upstream, upstreamClientId }) {
      const now = clock.now();
      const { clientId, clientName } = client;
      const earlier = [...store.grants.values()].filter(
        ({ alive, grant: { user: owner, clientId: holder } }) => alive && owner.id === user.id && holder === clientId,
      );
      if (!parts.behaviours.grantsStandSideBySide(earlier.length)) for (const { grant } of earlier) end(grant.id, true);
      const where = redirectUri === undefined ? {} : { redirectUri };
      const grant = { id: random.uuid(), user, clientId, clientName, ...where, scopes: [...scopes] };
      const record: GrantRecord = {
        grant: { ...grant, createdAt: now, lastActivityAt: now },
        alive: true,
        resource,
        upstream,
        revokedTokens: new Map(),
        upstreamClientId,
      };
      store.grants.set(grant.id, record);
      return record;
    },
    find: (id) => store.grants.get(id),
    ofUser: (userId) =>
      [...store.grants.values()]
        .filter(({ alive, grant }) => alive && grant.user.id === userId)
        .map(({ grant }) => grant)
        .reverse(),
    end,
    endOfClient(clientId) {
      for (const { grant } of [...store.grants.values()]) if (grant.clientId === clientId) end(grant.id, true);
    },
    endOfKey(clientId) {
      for (const { grant, upstreamClientId } of [...store.grants.values()]) {
        if (grant.clientId === clientId || upstreamClientId === clientId) end(grant.id, false);
      }
    },
    onRevoked(id, run) {
      const told = listeners.get(id) ?? new Set();
      listeners.set(id, told.add(run));
      return () => {
        told.delete(run);
        if (told.size === 0 && listeners.get(id) === told) listeners.delete(id);
      };
    },
    async upstreamToken(id, fresh = false) {
      const record = store.grants.get(id);
      if (!record?.alive) throw new UpstreamGone('the grant has ended');
      if (!fresh && clock.now() < record.upstream.expiresAt - refreshAheadMs) return record.upstream.accessToken;
      record.refreshing ??= refresh(record);
      return record.refreshing;
    },
  };
}
