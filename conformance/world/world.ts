import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent } from 'undici';
import type { Era } from '../era.ts';
import { Blocked, describe, Untestable, Violation } from '../expect.ts';
import { createHooks, type HookAccess, type HookIndex, type Hooks } from '../hooks/client.ts';
import type { Profile, Purpose, ToolUse } from '../profiles.ts';
import type { Party } from '../run-model.ts';
import type { BrowserMemory, Human, UserAgent } from '../user-agents/user-agent.ts';
import { type Discovery, discover } from '../verbs/discover.ts';
import { createMcp, type Mcp } from '../verbs/mcp.ts';
import {
  type Authorized,
  type AuthorizeOptions,
  authorize,
  type Connection,
  connection,
  type OAuthClient,
  redeem,
  register,
} from '../verbs/oauth.ts';
import type { Answer } from './answer.ts';
import { createHttp, type Http } from './http.ts';
import type { Recorder } from './recorder.ts';
import type { Secrets } from './secrets.ts';

/** Somebody with an account at the brokerage, and a browser of their own. */
export interface Person {
  id?: string;
  email: string;
  password: string;
  accounts: { id: string; account_number: string }[];
  browser: UserAgent;
}

export interface Traits {
  /** A connection that may trade; yes unless told. */
  trading?: boolean;
  /** `elite`, the paid plan, unless told. */
  plan?: 'elite' | 'free';
  accounts?: number;
  /** Somebody who may be locked out or shut off: never a person from the configuration. */
  disposable?: boolean;
  /** Somebody who was not asked for permission yet, where a brokerage asks the first time only. */
  newcomer?: boolean;
}

/** What is known about the target before a check starts, shared by all checks of one target in one era. */
export interface TargetContext {
  mcpUrl: string;
  era: Era;
  profile?: Profile | undefined;
  pool: Agent;
  secrets: Secrets;
  hookAccess?: HookAccess | undefined;
  hookIndex?: HookIndex | undefined;
  /** People and clients from the configuration, used where no hook makes new ones. */
  users: { name?: string; email: string; password: string; accounts?: { id: string; account_number: string }[] }[];
  /** Where passwords may be typed, besides the origins that are known anyway. */
  signInOrigins?: readonly string[];
  clients: { clientId: string; clientSecret?: string; redirectUri?: string }[];
  scopes: { read?: string | undefined; trade?: string | undefined };
  createUserAgent(http: Http, recorder: Recorder, secrets: Secrets, memory?: BrowserMemory): UserAgent;
  /** Browsers of the people from the configuration, by email address: they sign in once. */
  memories: Map<string, BrowserMemory>;
  /** Registrations that the run may still make; undefined where the target can be reset. */
  registrations?: { left: number } | undefined;
  /** What checks made once for all that look at it, by name. */
  shared: Map<string, Promise<unknown>>;
  /** Filled as the run goes on. */
  discovery?: Promise<Discovery>;
  sharedClients: Map<string, Promise<OAuthClient>>;
  /** People who are signed in and have been asked, for checks that only need a connection of their own. */
  regulars: Regular[];
  /** Connections that are lent, by scope, and how often each was. */
  lent: Map<string, { connection: Promise<Connection>; times: number }>;
  sideEffects: Map<string, number>;
  /** How often the run may still wait for a target that is busy. */
  patience: { left: number };
  /** Makes secrets of the suite: unpredictable unless the run has a seed. */
  seed: string;
}

/** Somebody whose browser several checks use, one at a time. */
interface Regular {
  user: Omit<Person, 'browser'>;
  memory: BrowserMemory;
  uses: number;
  busy: boolean;
}

export interface ConnectOptions {
  /** Whoever is passed; else a regular whom other checks use, too. Pass one of your own to look at their journal or account. */
  person?: Person;
  client?: OAuthClient;
  /** `read` unless told; `trade` for the larger one; or scopes as they are sent. */
  scope?: string;
  human?: Partial<Human>;
  params?: AuthorizeOptions['params'];
}

export interface ClientOptions {
  person?: Person;
  name?: string;
  redirectUri?: string;
  /** A new one, not the one that checks share. */
  fresh?: boolean;
  /** A second client, which checks share too. */
  other?: boolean;
  /** Static clients: scopes of the key and how it is used. */
  scopes?: string[];
  use?: 'gateway' | 'direct';
  /** Static clients: the redirect URI that the key holds; the gateway's callback unless told. */
  keyRedirectUri?: string;
}

/** Everything a check or a scenario can do. One is made for each, so that nothing leaks from one to the next. */
export interface World {
  mcpUrl: string;
  origin: string;
  era: Era;
  profile?: Profile | undefined;
  http: Http;
  hooks: Hooks;
  secrets: Secrets;
  scopes: { read?: string | undefined; trade?: string | undefined };
  /** The redirect URI that the suite uses for itself; nothing listens there, the user agent stops in front of it. */
  redirectUri: string;
  brokerage(): { origin: string; clientCenter: string };
  discovery(): Promise<Discovery>;
  person(traits?: Traits): Promise<Person>;
  client(options?: ClientOptions): Promise<OAuthClient>;
  /** The whole way in, with everybody willing; `Blocked` where it does not lead to tokens. */
  connect(options?: ConnectOptions): Promise<Connection>;
  /**
   * A connection that other checks use, too, for those that only look: whoever refreshes, revokes or reads the token
   * answer connects for themselves. `Blocked` as `connect`.
   */
  borrow(scope?: 'read' | 'trade'): Promise<Connection>;
  /** Something that several checks look at and none changes: made by the first that asks for it. */
  shared<T>(name: string, make: () => Promise<T>): Promise<T>;
  /** An MCP client with this token or connection, or without any. */
  mcp(token?: string | Connection): Mcp;
  tool(purpose: Purpose): ToolUse;
  /** An account of this person, as the tools of the profile call it; `Untestable` where none is known. */
  accountOf(person: Person): string;
  /** True where a 429 is what the check or journey looks at, and not in its way. */
  judgesLimits: boolean;
  /** Waits a while for a target that is busy and whose clock runs by itself; false once a run has waited enough. */
  patience(): Promise<boolean>;
  /** Counts a registration; `Untestable` when the run has made as many as it allows itself. */
  spendRegistration(): void;
  /** A fresh random value that appears redacted in every output. */
  secret(kind: string): string;
  tell(who: Party, what: string, exchange?: number): void;
  ledger(action: string): void;
}

/** How many checks a connection is lent to: few enough for the rate limit of its user. */
const TIMES_LENT = 5;

/** How many checks connect as one regular. */
const USES_OF_A_REGULAR = 6;

/** How long, in seconds, and how often a run waits for a target that says it is busy for now. */
const A_WHILE = 20;
export const PATIENCE = 12;

/** How many clients a run registers at a target that cannot be reset: real gateways allow ten an hour. */
export const REGISTRATIONS = 8;

/** Names of users that stand for a special case: not for checks that need just anybody. */
const SPECIAL = ['reader', 'free', 'twin'];

/** How often and how long, in seconds, a probe waits for a limit that is not its point. */
const MOST_WAITS = 3;
const LONGEST_WAIT = 15;

export const REDIRECT_URI = 'http://127.0.0.1:33418/callback';

const partyOf = (target: TargetContext) => (url: string) => {
  const origin = URL.canParse(url) ? new URL(url).origin : '';
  if (target.hookAccess && url.startsWith(target.hookAccess.url)) return 'harness' as const;
  return origin === target.hookIndex?.brokerage?.origin ? ('brokerage' as const) : ('gateway' as const);
};

function whereItStopped({ landing: { stoppedAt }, answer }: Authorized): string {
  if (stoppedAt) return `stopped at “${stoppedAt.title}” (${stoppedAt.errorCode ?? stoppedAt.status})`;
  return answer.error ?? 'no code came back';
}

/** A world for one check or scenario; `id` makes its people's names and its secrets its own. */
export function createWorld(target: TargetContext, id: string, recorder: Recorder): World {
  const { secrets, profile } = target;
  const http = createHttp(recorder, target.pool, partyOf(target));
  const hooks = createHooks(http, target.hookAccess, target.hookIndex);
  let made = 0;
  const name = (what: string) => `${id.replace(/[^a-z0-9]+/gi, '-').slice(-50)}-${target.era}-${what}${++made}`;
  const random = (kind: string) =>
    createHash('sha256').update(`${target.seed} ${id} ${target.era} ${kind} ${++made}`).digest('base64url');

  /** Whom this check has met, by email address: the next person is somebody else. */
  const met = new Set<string>();

  /** The gateway, its authorization server, the brokerage that hooks name, and what the configuration adds. */
  async function signInPlaces(): Promise<string[]> {
    const server = (await target.discovery?.catch(() => undefined))?.authorizationServer;
    const urls = [target.mcpUrl, target.hookIndex?.brokerage?.origin, server?.url, server?.doc.authorization_endpoint];
    const known = [...urls, ...(target.signInOrigins ?? [])].filter(
      (url) => typeof url === 'string' && URL.canParse(url),
    );
    return [...new Set(known.map((url) => new URL(url).origin))];
  }

  /** A browser whose user keeps the password to themselves where a target leads them astray. */
  function wary(browser: UserAgent): UserAgent {
    const careful = async (human: Human): Promise<Human> => ({ ...human, signsInAt: await signInPlaces() });
    return {
      ...browser,
      visit: async (url, redirectUri, human) => browser.visit(url, redirectUri, await careful(human)),
      open: async (url, human) => browser.open(url, await careful(human)),
    };
  }

  async function person(traits: Traits = {}): Promise<Person> {
    if (hooks.has('users')) {
      const browser = wary(target.createUserAgent(http, recorder, secrets));
      const { disposable: _, newcomer: __, ...wanted } = traits;
      const user = await hooks.createUser({ name: name('user'), trading: true, plan: 'elite', ...wanted });
      secrets.note('password', user.password);
      return { ...user, browser };
    }
    if (traits.disposable) {
      throw new Untestable(
        'needs a person of its own, so that nobody real is locked out: the test hook “users” makes one',
      );
    }
    if (traits.newcomer && !(await registers())) {
      throw new Untestable('needs somebody who was never asked for permission: the test hook “users” makes one');
    }
    const odd =
      traits.trading === false
        ? 'reader'
        : traits.plan === 'free'
          ? 'free'
          : traits.accounts === 2
            ? 'twin'
            : undefined;
    const fits = target.users.filter((one) => (odd ? one.name === odd : !SPECIAL.includes(one.name ?? '')));
    const user = fits.find((one) => !met.has(one.email));
    if (!user) {
      const which = odd ? ` named “${odd}”` : met.size > 0 ? ' more' : '';
      throw new Untestable(`needs a user${which} in the configuration, or the test hook “users”`);
    }
    met.add(user.email);
    secrets.note('password', user.password);
    const memory = target.memories.get(user.email) ?? {};
    target.memories.set(user.email, memory);
    return { accounts: [], ...user, browser: wary(target.createUserAgent(http, recorder, secrets, memory)) };
  }

  /**
   * A regular who is free and whom this check has not met; each is used a few times only, so that nobody's rate limit
   * fills up. Two connections of one check are two people's, unless it says who.
   */
  async function takeRegular(): Promise<Regular> {
    const full = hooks.has('users') ? USES_OF_A_REGULAR : Number.POSITIVE_INFINITY;
    const free = target.regulars.find((one) => !one.busy && one.uses < full && !met.has(one.user.email));
    const regular = free ?? (await newRegular());
    regular.uses++;
    regular.busy = true;
    met.add(regular.user.email);
    return regular;
  }

  async function newRegular(): Promise<Regular> {
    const user = await person();
    const regular: Regular = { user, memory: target.memories.get(user.email) ?? {}, uses: 0, busy: true };
    target.regulars.push(regular);
    return regular;
  }

  async function staticClient(options: ClientOptions): Promise<OAuthClient> {
    const redirectUri = options.redirectUri ?? REDIRECT_URI;
    const clientName = options.name ?? 'openbell';
    if (hooks.has('keys')) {
      const owner = options.person ?? (await person());
      const keyRedirectUri =
        options.keyRedirectUri ?? (options.use === 'direct' ? redirectUri : `${world.origin}/auth/callback`);
      const scopes = options.scopes ?? target.profile?.scopes.trade.split(' ') ?? (await advertisedScopes());
      const key = await hooks.createKey({
        user: owner.id!,
        name: clientName,
        redirect_uri: keyRedirectUri,
        scopes,
        use: options.use ?? 'gateway',
      });
      return { clientId: key.client_id, redirectUri, name: clientName };
    }
    const known = target.clients[options.fresh || options.other ? 1 : 0];
    if (!known || options.use === 'direct')
      throw new Untestable('needs a Client ID in the configuration, or the test hook “keys”');
    const registered = known.redirectUri ?? REDIRECT_URI;
    if (options.scopes || options.keyRedirectUri || (options.redirectUri && options.redirectUri !== registered))
      throw new Untestable('needs a key that is made for the purpose: the test hook “keys” makes one');
    return { redirectUri, name: clientName, ...known };
  }

  /** Without a profile, a key holds what the target says that there is. */
  async function advertisedScopes(): Promise<string[]> {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    const found = [resourceMetadata?.doc.scopes_supported, authorizationServer?.doc.scopes_supported];
    return found.find(Array.isArray)?.filter((scope: unknown) => typeof scope === 'string') ?? [];
  }

  async function registeredClient(options: ClientOptions): Promise<OAuthClient> {
    const redirectUri = options.redirectUri ?? REDIRECT_URI;
    const clientName = options.name ?? 'openbell';
    const answer = await register(world, { client_name: clientName, redirect_uris: [redirectUri] });
    const document = answer.status === 201 ? answer.json() : undefined;
    if (typeof document?.client_id !== 'string')
      throw new Blocked(`registration was answered with ${describe(answer)}`);
    return {
      clientId: document.client_id,
      redirectUri,
      name: clientName,
      ...(document.client_secret ? { clientSecret: document.client_secret } : {}),
    };
  }

  /** Whether clients register themselves: then they are asked about each time. */
  async function registers(): Promise<boolean> {
    const { authorizationServer } = await world.discovery();
    return profile?.id !== 'static-client' && typeof authorizationServer?.doc.registration_endpoint === 'string';
  }

  async function client(options: ClientOptions = {}): Promise<OAuthClient> {
    const own = !(await registers());
    const make = () => (own ? staticClient(options) : registeredClient(options));
    if (options.fresh || options.scopes || options.use || options.keyRedirectUri) return make();
    const owner = own ? options.person?.id : '';
    if (owner === undefined) return make();
    const key = [owner, options.name, options.redirectUri, options.other].join(' ');
    const known = target.sharedClients.get(key) ?? make();
    target.sharedClients.set(key, known);
    known.catch(() => target.sharedClients.delete(key));
    return known;
  }

  let own: Promise<Discovery> | undefined;
  const discoverHere = () =>
    discover(http, target.mcpUrl, async () => {
      const mcp = createMcp(http, target.mcpUrl, target.era);
      return (await mcp.open()) ?? mcp.request('server/discover');
    });

  const scopeOf = (scope = 'read') =>
    scope === 'read' ? target.scopes.read : scope === 'trade' ? target.scopes.trade : scope;

  async function connect(options: ConnectOptions = {}): Promise<Connection> {
    if (options.person) return connectAs(options.person, options);
    if (options.client) return connectAs(await person(), options);
    const regular = await takeRegular();
    try {
      const browser = wary(target.createUserAgent(http, recorder, secrets, regular.memory));
      return await connectAs({ ...regular.user, browser }, options);
    } finally {
      regular.busy = false;
    }
  }

  async function connectAs(who: Person, options: ConnectOptions): Promise<Connection> {
    const as = options.client ?? (await client({ person: who }));
    const scope = scopeOf(options.scope);
    const choice = profile?.id === 'dynamic-client' && scope ? { scope } : {};
    try {
      const authorized = await authorize(world, {
        client: as,
        person: who,
        scope,
        human: { ...choice, ...options.human },
        params: options.params,
      });
      if (!authorized.code) throw new Blocked(`could not connect: ${whereItStopped(authorized)}`);
      return connection(as, who, authorized, await redeem(world, as, authorized));
    } catch (error) {
      if (error instanceof Violation)
        throw new Blocked(`could not connect: expected ${error.expected}, seen ${error.seen}`);
      throw error;
    }
  }

  /** Waits as long as the gateway asks for, where its clock runs by itself and the wait is short. */
  function makeRoom(): (answer: Answer) => Promise<void> {
    let waits = 0;
    return async ({ headers }) => {
      const seconds = Number(headers['retry-after'] ?? Number.NaN);
      if (hooks.has('clock') || ++waits > MOST_WAITS || !(seconds <= LONGEST_WAIT)) {
        throw new Untestable(`the gateway limits calls (429, Retry-After: ${headers['retry-after'] ?? 'none'})`);
      }
      await sleep(Math.max(1, seconds) * 1000);
    };
  }

  function borrow(scope: 'read' | 'trade' = 'read'): Promise<Connection> {
    const known = target.lent.get(scope);
    const lent = known && known.times < TIMES_LENT ? known : { connection: connect({ scope }), times: 0 };
    lent.times++;
    target.lent.set(scope, lent);
    lent.connection.catch(() => target.lent.delete(scope));
    return lent.connection;
  }

  const world: World = {
    mcpUrl: target.mcpUrl,
    origin: new URL(target.mcpUrl).origin,
    era: target.era,
    profile,
    http,
    hooks,
    secrets,
    scopes: target.scopes,
    redirectUri: REDIRECT_URI,
    brokerage() {
      if (!target.hookIndex?.brokerage)
        throw new Untestable('needs to know where the brokerage is: test hooks tell it');
      return target.hookIndex.brokerage;
    },
    discovery() {
      // Whoever judges discovery shows it; the others share one.
      if (id.startsWith('discovery/')) {
        own ??= discoverHere();
        return own;
      }
      target.discovery ??= discoverHere();
      target.discovery.catch(() => delete target.discovery);
      return target.discovery;
    },
    person,
    client,
    connect,
    borrow,
    shared<T>(name: string, make: () => Promise<T>): Promise<T> {
      const known = (target.shared.get(name) as Promise<T> | undefined) ?? make();
      target.shared.set(name, known);
      known.catch(() => target.shared.delete(name));
      return known;
    },
    mcp: (token) => {
      const accessToken = typeof token === 'object' ? token.accessToken : token;
      return createMcp(http, target.mcpUrl, target.era, accessToken, world.judgesLimits ? undefined : makeRoom());
    },
    judgesLimits: id.startsWith('rate-limits/'),
    async patience() {
      if (hooks.has('clock') || target.patience.left <= 0) return false;
      target.patience.left--;
      await sleep(A_WHILE * 1000);
      return true;
    },
    spendRegistration() {
      if (!target.registrations) return;
      if (target.registrations.left <= 0) {
        throw new Untestable(
          `needs one more registration than a run allows itself (${REGISTRATIONS}) on a target that cannot be reset`,
        );
      }
      target.registrations.left--;
    },
    tool(purpose) {
      if (!profile) throw new Untestable('needs a profile, to know which tool to call');
      return profile.tools[purpose];
    },
    accountOf({ accounts }) {
      const account = accounts[0]?.[profile?.accountField ?? 'id'];
      if (!account) throw new Untestable('needs to know an account of the user: the test hook “users” tells it');
      return account;
    },
    secret(kind) {
      const value = random(kind);
      secrets.note(kind, value);
      return value;
    },
    tell: (who, what, exchange) => recorder.tell(who, what, exchange),
    ledger: (action) => target.sideEffects.set(action, (target.sideEffects.get(action) ?? 0) + 1),
  };
  return world;
}
