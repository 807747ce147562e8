import { hash, timingSafeEqual } from 'node:crypto';
import type { Grant } from '../access.ts';
import type { GatewayBehaviours } from '../behaviours.ts';
import { bounded } from '../oauth/bounded-map.ts';
import { keyOf } from '../oauth/key-of.ts';
import type { Client } from '../oauth/records.ts';
import { asIs, createKeptMap } from '../state/kept-map.ts';
import type { State } from '../state/state.ts';
import type { AccountSeed, KeySeed, PartnersSeed, ProvisionedClientSeed } from './seeds.ts';

export type PartnerAccount = Omit<AccountSeed, 'keys'>;

/** A partner key. The key itself is not kept. */
export interface PartnerKey {
  id: string;
  keyHash: string;
  userId: string;
  operations: readonly string[];
  status: 'active' | 'revoked';
}

/** Whom the operator lets in: accounts with partner access, their keys, and clients that were agreed upon. */
export interface Partners {
  account(userId: string): PartnerAccount | undefined;
  accountOf(email: string): PartnerAccount | undefined;
  activeKeysOf(userId: string): number;
  /** By the key as it was sent; what is looked up is its hash. */
  key(presented: string): PartnerKey | undefined;
  addKey(userId: string, seed: KeySeed): void;
  /** Adds an account, or says whether a known one has access. */
  setAccount(account: PartnerAccount): void;
  addClient(seed: ProvisionedClientSeed): void;
  /** Ends a key at once; streams that were opened with it end too. */
  revokeKey(id: string): boolean;
  /** What stands for a key where others have a grant. */
  grantOf(key: PartnerKey, account: PartnerAccount, now: number): Grant;
  onKeyRevoked(grantId: string, run: () => void): () => void;
  client(clientId: string): Client | undefined;
}

/** What every key begins with, so that nothing else is taken for a guess of one. */
export const keyPrefix = 'pk_';

/** Compares in constant time, and as long where there is nothing to compare with. */
export function clientSecretMatches(given: string, secretHash: string | undefined): boolean {
  const expected = Buffer.from(secretHash ?? keyOf('nobody'), 'base64url');
  return timingSafeEqual(hash('sha256', given, 'buffer'), expected) && secretHash !== undefined;
}

interface PartnersParts {
  state: State;
  seed: PartnersSeed;
  behaviours: Pick<GatewayBehaviours, 'keysThatANewOneEnds' | 'keysThatEnd'>;
  onReset(run: () => void): void;
}

const grantTypes = ['authorization_code', 'refresh_token'];

export function createPartners({ state, seed, behaviours, onReset }: PartnersParts): Partners {
  const accounts = createKeptMap(bounded(100_000), state.shelf<PartnerAccount>('partner-accounts'), asIs());
  const keys = createKeptMap(bounded(100_000), state.shelf<PartnerKey>('partner-keys'), asIs());
  const clients = new Map<string, Client>();
  const addClient = (one: ProvisionedClientSeed) => void clients.set(one.clientId, provisioned(one));
  const grants = new Map<string, Grant>();
  const listeners = new Map<string, Set<() => void>>();

  const idsOf = (userId: string) => [...keys.values()].filter((one) => one.userId === userId).map(({ id }) => id);

  const addKey = (userId: string, { id, key, operations }: KeySeed) => {
    end(behaviours.keysThatANewOneEnds(idsOf(userId)));
    const keyHash = keyOf(key);
    keys.set(keyHash, { id, keyHash, userId, operations, status: 'active' });
  };

  function end(ids: readonly string[]): void {
    for (const key of [...keys.values()].filter(({ id }) => ids.includes(id))) {
      keys.set(key.keyHash, { ...key, status: 'revoked' });
      const told = listeners.get(grantIdOf(key)) ?? [];
      listeners.delete(grantIdOf(key));
      for (const run of told) run();
    }
  }

  /** A state that remembers an account remembers what became of it. */
  function fill(): void {
    for (const client of seed.clients) addClient(client);
    for (const { keys: own, ...account } of seed.accounts) {
      if (accounts.get(account.userId)) continue;
      accounts.set(account.userId, account);
      for (const key of own) addKey(account.userId, key);
    }
  }
  fill();
  onReset(() => {
    accounts.clear();
    keys.clear();
    clients.clear();
    grants.clear();
    listeners.clear();
    fill();
  });

  return {
    account: (userId) => accounts.get(userId),
    accountOf: (email) => [...accounts.values()].find((one) => one.email === email),
    activeKeysOf: (userId) =>
      [...keys.values()].filter((one) => one.userId === userId && one.status === 'active').length,
    setAccount: (account) => void accounts.set(account.userId, account),
    addClient,
    key: (presented) => keys.get(keyOf(presented)),
    addKey,
    revokeKey(id) {
      const known = [...keys.values()].find((one) => one.id === id);
      if (!known) return false;
      end(behaviours.keysThatEnd(id, idsOf(known.userId)));
      return true;
    },
    grantOf(key, account, now) {
      const id = grantIdOf(key);
      const known = grants.get(id);
      if (known) return Object.assign(known, { lastActivityAt: now });
      const user = { id: account.userId, email: account.email, name: account.name, ...noBroker };
      const times = { createdAt: now, lastActivityAt: now };
      const made: Grant = {
        id,
        user,
        clientId: id,
        clientName: 'A partner key',
        scopes: [...key.operations],
        ...times,
      };
      grants.set(id, made);
      return made;
    },
    onKeyRevoked(grantId, run) {
      const told = listeners.get(grantId) ?? new Set();
      listeners.set(grantId, told.add(run));
      return () => void told.delete(run);
    },
    client: (clientId) => clients.get(clientId),
  };
}

const noBroker = { plan: 'free' as const, trading: false, accounts: [] };

const grantPrefix = 'key:';
const grantIdOf = ({ id }: PartnerKey): string => `${grantPrefix}${id}`;

/** Whether it stands for a key. Ids of other grants are UUIDs. */
export const standsForAKey = (grantId: string): boolean => grantId.startsWith(grantPrefix);

const provisioned = ({ clientId, clientSecret, name, redirectUris }: ProvisionedClientSeed): Client => ({
  clientId,
  clientName: name,
  redirectUris,
  grantTypes,
  secretHash: keyOf(clientSecret),
});
