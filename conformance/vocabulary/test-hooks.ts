/** Where a target's test hooks are; see `test-hooks.openapi.yaml` beside this file. */
export interface HookAccess {
  url: string;
  token: string;
  /** Somebody said that they are there: then it is an error when they are not. */
  promised?: boolean;
}

/** What a hook server says of itself. */
export interface HookIndex {
  hooks: string[];
  brokerage?: {
    origin: string;
    clientCenter: string;
    /** Hooks that the brokerage has itself, on the same host and under the same token: nobody need pass them on. */
    hooks?: { url: string; names: string[] };
  };
  /** Where its API is, if that has an origin of its own: tokens are minted there. */
  api?: string;
  /** What the gateway promises to be. */
  profile?: string;
}

export interface HookUser {
  id: string;
  email: string;
  password: string;
  accounts: { id: string; account_number: string }[];
  /** A key for the gateway that was made along with the person. */
  client_id?: string;
}

/** One request that the broker received. */
export interface JournalEntry {
  n: number;
  at: string;
  method: string;
  path: string;
  account?: string;
  user?: string;
  status: number;
}

export interface Hooks {
  index: HookIndex;
  has(hook: string): boolean;
  /** Throws `Untestable` where it is missing: before anybody signs in for nothing. */
  assertHas(hook: string): void;
  advance(seconds: number): Promise<void>;
  now(): Promise<string>;
  reset(): Promise<void>;
  createUser(traits: {
    name?: string;
    trading?: boolean;
    plan?: 'elite' | 'free';
    accounts?: number;
  }): Promise<HookUser>;
  /** Several traders at a time, each with a key for the gateway where one is asked for. */
  createPeople(count: number, key?: { name: string; redirect_uri: string; scopes: string[] }): Promise<HookUser[]>;
  changeUser(
    id: string,
    change: { plan?: string; trading?: boolean; addon?: { connected?: boolean; version?: string } },
  ): Promise<void>;
  createKey(key: {
    user: string;
    name: string;
    redirect_uri: string;
    scopes?: string[];
    use?: 'gateway' | 'direct';
  }): Promise<{ client_id: string }>;
  changeKey(clientId: string, change: { active?: boolean; redirect_uri?: string }): Promise<void>;
  deleteKey(clientId: string): Promise<void>;
  /** The next requests of a user meet this fault of the brokerage: those with this method, and this in their path. */
  orderFault(fault: {
    kind: string;
    user: string;
    times: number;
    method?: string;
    path?: string;
    seconds?: number;
    status?: number;
  }): Promise<void>;
  /** Opens or closes the market, whatever the hour; null for as the hour is. */
  forceMarket(open: boolean | null): Promise<void>;
  /** What a symbol is bought and sold for. */
  quote(symbol: string, quote: { bid: string; ask: string }): Promise<void>;
  /** `as it grows`: how much of it there is by now is a matter of timing, and is not told of a run that went well. */
  journal(user: string, when?: 'as it grows'): Promise<JournalEntry[]>;
  /** The broker takes the keys of every connection of this user for worthless. */
  closeConnections(user: string): Promise<void>;
  /** A platform that mints tokens for its users. */
  createPlatform(): Promise<{ client_id: string; client_secret: string }>;
  /** Somebody of a platform, with connections of a user of the brokerage. */
  createPlatformUser(
    platform: string,
    user: { user_id?: string; connections: { user: string; type: 'trade' | 'read' }[] },
  ): Promise<{ id: string; user_id: string; user_secret: string; connections: { id: string }[] }>;
  changeConnection(
    platform: string,
    user: string,
    connection: string,
    change: { type?: 'trade' | 'read'; status?: 'active' | 'disabled' },
  ): Promise<void>;
  /** Who has partner access from now on. */
  setAccounts(accounts: { user_id: string; email: string; access: boolean }[]): Promise<void>;
  /** A partner key of an account, for everything that is offered unless told. */
  createPartnerKey(user: string, operations?: readonly string[]): Promise<{ id: string; key: string }>;
  revokePartnerKey(id: string): Promise<void>;
  /** A client with a secret that was agreed upon, and that nobody registers. */
  createProvisionedClient(client: {
    name: string;
    redirect_uris: string[];
  }): Promise<{ client_id: string; client_secret: string }>;
  /** What the product offers from now on: tools that came later, keys in the address. */
  changeOffer(offer: { added?: true; key_in_address?: boolean }): Promise<void>;
  /** What it offered at its start. */
  restoreOffer(): Promise<void>;
  /** Documents of clients are read at this origin though it is on this machine; without TLS unless `plain` is false. */
  trustDocuments(origin: string, plain?: boolean): Promise<void>;
  /** An access token that the gateway's own key has signed, with these claims put over the right ones. */
  mintToken(token: {
    user: string;
    client_id?: string;
    scope?: string;
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
  }): Promise<string>;
}
