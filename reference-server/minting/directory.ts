import { hash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../mock-broker/random.ts';
import { bounded } from '../oauth/bounded-map.ts';
import { keyOf } from '../oauth/key-of.ts';
import { asIs, createKeptMap } from '../state/kept-map.ts';
import type { State } from '../state/state.ts';
import type { BrokerConnection } from './broker-connection.ts';
import type { ConnectionSeed, PlatformSeed, UserSeed } from './seeds.ts';

/** Whoever builds a product on the gateway. */
export interface MintingPlatform {
  clientId: string;
  name: string;
  /** SHA-256, base64url. */
  secretHash: string;
}

/** One person of one platform. */
export interface PlatformUser {
  /** The gateway's own id: the same `userId` at another platform is somebody else. */
  id: string;
  platformId: string;
  userId: string;
  secretHash: string;
  connections: BrokerConnection[];
  /** The grant that stands for them; undefined until their first token. */
  grantId?: string;
}

export interface Directory {
  platform(clientId: string): MintingPlatform | undefined;
  user(platformId: string, userId: string): PlatformUser | undefined;
  /** All of this name, whatever their platforms. */
  usersNamed(userId: string): readonly PlatformUser[];
  userById(id: string): PlatformUser | undefined;
  /** Of everybody, which nobody has a use for. */
  allConnections(): readonly BrokerConnection[];
  addPlatform(seed: Omit<PlatformSeed, 'users'>): void;
  addUser(platformId: string, seed: UserSeed): PlatformUser;
  addConnection(user: PlatformUser, seed: ConnectionSeed): BrokerConnection;
  /** Keeps what was changed in a user. */
  keep(user: PlatformUser): void;
  removeUser(user: PlatformUser): void;
}

const hashOf = (secret: string): string => keyOf(secret);

/** Compares in constant time, and as long where there is nothing to compare with. */
export function secretMatches(given: string, secretHash: string | undefined): boolean {
  const expected = Buffer.from(secretHash ?? nobody, 'base64url');
  return timingSafeEqual(hash('sha256', given, 'buffer'), expected) && secretHash !== undefined;
}
const nobody = hashOf('nobody');

interface DirectoryParts {
  state: State;
  random: Random;
  seeds: readonly PlatformSeed[];
  onReset(run: () => void): void;
}

/** Two texts that hold anything cannot be joined into one key without being told apart. */
const keyOfUser = (platformId: string, userId: string): string => keyOf(JSON.stringify([platformId, userId]));

export function createDirectory({ state, random, seeds, onReset }: DirectoryParts): Directory {
  const platforms = createKeptMap(bounded(1_000), state.shelf<MintingPlatform>('platforms'), asIs());
  const users = createKeptMap(bounded(100_000), state.shelf<PlatformUser>('platform-users'), asIs());
  const byId = new Map([...users.values()].map((user) => [user.id, user]));
  const byName = new Map<string, PlatformUser[]>();
  const index = (user: PlatformUser) => {
    const others = (byName.get(user.userId) ?? []).filter(({ id }) => id !== user.id);
    byName.set(user.userId, [...others, user]);
  };
  for (const user of users.values()) index(user);

  const keep = (user: PlatformUser) => {
    users.set(keyOfUser(user.platformId, user.userId), user);
    byId.set(user.id, user);
    index(user);
  };

  const directory: Directory = {
    platform: (clientId) => platforms.get(clientId),
    user: (platformId, userId) => users.get(keyOfUser(platformId, userId)),
    usersNamed: (userId) => byName.get(userId) ?? [],
    userById: (id) => byId.get(id),
    allConnections: () => [...byId.values()].flatMap(({ connections }) => connections),
    addPlatform: ({ clientId, clientSecret, name }) =>
      platforms.set(clientId, { clientId, name, secretHash: hashOf(clientSecret) }),
    addUser(platformId, { userId, userSecret, connections }) {
      const user: PlatformUser = {
        id: random.uuid(),
        platformId,
        userId,
        secretHash: hashOf(userSecret),
        connections: connections.map((seed) => ({ id: random.uuid(), status: 'active', ...seed })),
      };
      keep(user);
      return user;
    },
    addConnection(user, seed) {
      const connection: BrokerConnection = { id: random.uuid(), status: 'active', ...seed };
      user.connections.push(connection);
      keep(user);
      return connection;
    },
    keep,
    removeUser({ id, platformId, userId }) {
      users.delete(keyOfUser(platformId, userId));
      byId.delete(id);
      byName.set(
        userId,
        (byName.get(userId) ?? []).filter((one) => one.id !== id),
      );
    },
  };

  /** A state that remembers a platform remembers what became of it. */
  function seed(): void {
    for (const { users: people, ...platform } of seeds) {
      if (platforms.get(platform.clientId)) continue;
      directory.addPlatform(platform);
      for (const person of people) directory.addUser(platform.clientId, person);
    }
  }
  seed();
  onReset(() => {
    platforms.clear();
    users.clear();
    byId.clear();
    byName.clear();
    seed();
  });
  return directory;
}
