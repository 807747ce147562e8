import { hash, timingSafeEqual } from 'node:crypto';
import { namedCode, namedUuid } from './ids.ts';

/** `elite` is the paid plan. */
export type Plan = 'elite' | 'free';

export interface UserAccount {
  id: string;
  account_number: string;
}

/** One way into a user's accounts: the user's own, or one that a platform was given. Without `trading` it only reads. */
export interface Connection {
  id: string;
  name: string;
  trading: boolean;
  /** Ids of the accounts that it reaches. */
  accounts: string[];
  keyId: string;
  /** SHA-256 of the secret. */
  secretHash: Buffer;
}

export interface User {
  id: string;
  email: string;
  name: string;
  /** SHA-256 of the password. The password of every mock user is published, so that a slow hash would guard nothing. */
  passwordHash: Buffer;
  plan: Plan;
  /** False for a read-only connection. */
  trading: boolean;
  accounts: UserAccount[];
  addon: { connected: boolean; version: string };
  /** API key pairs; the first is the user's own and follows `trading`. */
  connections: Connection[];
}

/** The user as the API describes them to whoever may ask. */
export const profileOf = ({ id, email, name, plan, trading, accounts }: User) => ({
  id,
  email,
  name,
  plan,
  trading,
  accounts,
});

export interface NewUser {
  name?: string;
  trading?: boolean;
  plan?: Plan;
  /** How many accounts, 1 to 20. */
  accounts?: number;
}

/** The password of every user of the mock. */
export const seededPassword = 'opening-bell';

export const secretHash = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Compares in constant time. */
export const secretMatches = (given: string, hash: Buffer): boolean => timingSafeEqual(secretHash(given), hash);

/** The API key pair of a user's own connection: it follows from the email address, so that a test can know it. */
export const seededKeys = (email: string): { keyId: string; secret: string } => ({
  keyId: `PK${namedCode(`key:${email}`, 18)}`,
  secret: namedCode(`secret:${email}`, 40),
});

/** The id of a user who is there from the start, for whoever knows people by it. */
export const seededUserId = (email: string): string => namedUuid(`user:${email}`);

export interface Users {
  all(): readonly User[];
  create(options?: NewUser): User;
  byId(id: string): User | undefined;
  byEmail(email: string): User | undefined;
  /** The user and connection of an API key id. */
  byKeyId(keyId: string): { user: User; connection: Connection } | undefined;
  addConnection(user: User, options: { name?: string; trading?: boolean; accounts?: string[] }): NewConnection;
  removeConnection(user: User, id: string): boolean;
  addAccount(user: User): UserAccount;
  removeAccount(user: User, id: string): boolean;
  /** Back to the seeded users. */
  reset(): void;
  /** Everyone as plain JSON, and everyone again. */
  keep(): KeptUsers;
  open(kept: KeptUsers): void;
}

type Hashed<T, Names extends keyof T> = Omit<T, Names> & Record<Names, string>;
/** The same, with hashes as base64. */
export interface KeptUsers {
  users: (Omit<Hashed<User, 'passwordHash'>, 'connections'> & { connections: Hashed<Connection, 'secretHash'>[] })[];
  unnamed: number;
  added: number;
}

export interface NewConnection {
  connection: Connection;
  /** Shown once: only its hash is kept. */
  secret: string;
}

const seeds: (Required<NewUser> & { local: string })[] = [
  { local: 'trader', name: 'Tess Trader', trading: true, plan: 'elite', accounts: 1 },
  { local: 'reader', name: 'Rob Reader', trading: false, plan: 'elite', accounts: 1 },
  { local: 'free', name: 'Fay Free', trading: true, plan: 'free', accounts: 1 },
  { local: 'twin', name: 'Tim Twin', trading: true, plan: 'elite', accounts: 2 },
];

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'user';

const accountNamed = (email: string, index: number): UserAccount => ({
  id: namedUuid(`account:${email}:${index}`),
  account_number: `PA3${namedCode(`account-number:${email}:${index}`, 9)}`,
});

function makeUser(email: string, options: Required<NewUser>): User {
  const accounts = Array.from({ length: options.accounts }, (_, index) => accountNamed(email, index));
  const keys = seededKeys(email);
  return {
    id: namedUuid(`user:${email}`),
    email,
    name: options.name,
    passwordHash: secretHash(seededPassword),
    plan: options.plan,
    trading: options.trading,
    accounts,
    addon: { connected: true, version: '1.13.0' },
    connections: [
      {
        id: namedUuid(`connection:${email}:0`),
        name: 'own',
        trading: options.trading,
        accounts: accounts.map((account) => account.id),
        keyId: keys.keyId,
        secretHash: secretHash(keys.secret),
      },
    ],
  };
}

/** Everyone who can sign in. Ids follow from names, so that two runs see the same. */
export function createUsers(): Users {
  let users: User[] = [];
  let unnamed = 0;
  let added = 0;
  const byEmail = (email: string) => users.find((user) => user.email === email.trim().toLowerCase());
  const freeEmail = (local: string) => {
    let email = `${local}@example.com`;
    for (let n = 2; byEmail(email); n += 1) email = `${local}-${n}@example.com`;
    return email;
  };
  const store: Users = {
    all: () => users,
    byId: (id) => users.find((user) => user.id === id),
    byEmail,
    byKeyId: (keyId) => {
      for (const user of users) {
        const connection = user.connections.find((one) => one.keyId === keyId);
        if (connection) return { user, connection };
      }
      return undefined;
    },
    create(options = {}) {
      const name = options.name ?? `User ${++unnamed}`;
      const { trading = true, plan = 'elite', accounts = 1 } = options;
      const user = makeUser(freeEmail(slug(name)), { name, trading, plan, accounts });
      users.push(user);
      return user;
    },
    addConnection(user, { name = 'connection', trading = true, accounts }) {
      const seed = `connection:${user.email}:${++added}`;
      const secret = namedCode(`secret:${seed}`, 40);
      const connection: Connection = {
        id: namedUuid(seed),
        name,
        trading,
        accounts: accounts ?? user.accounts.map((account) => account.id),
        keyId: `PK${namedCode(`key:${seed}`, 18)}`,
        secretHash: secretHash(secret),
      };
      user.connections.push(connection);
      return { connection, secret };
    },
    removeConnection(user, id) {
      const before = user.connections.length;
      user.connections = user.connections.filter((connection) => connection.id !== id);
      return user.connections.length < before;
    },
    addAccount(user) {
      const account = accountNamed(user.email, 1000 + ++added);
      user.accounts.push(account);
      user.connections[0]?.accounts.push(account.id);
      return account;
    },
    removeAccount(user, id) {
      const before = user.accounts.length;
      user.accounts = user.accounts.filter((account) => account.id !== id);
      for (const connection of user.connections) connection.accounts = connection.accounts.filter((one) => one !== id);
      return user.accounts.length < before;
    },
    keep: () => ({
      users: users.map((user) => ({
        ...user,
        passwordHash: user.passwordHash.toString('base64'),
        connections: user.connections.map((one) => ({ ...one, secretHash: one.secretHash.toString('base64') })),
      })),
      unnamed,
      added,
    }),
    open(kept) {
      const bytes = (text: string) => Buffer.from(text, 'base64');
      users = kept.users.map((user) => ({
        ...user,
        passwordHash: bytes(user.passwordHash),
        connections: user.connections.map((one) => ({ ...one, secretHash: bytes(one.secretHash) })),
      }));
      ({ unnamed, added } = kept);
    },
    reset() {
      unnamed = 0;
      added = 0;
      users = seeds.map(({ local, ...options }) => makeUser(`${local}@example.com`, options));
    },
  };
  store.reset();
  return store;
}
