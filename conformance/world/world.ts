import { createHash } from 'node:crypto';
import type { Era } from '../era.ts';
import { Untestable } from '../expect.ts';
import { createHooks, type Hooks } from '../hooks/client.ts';
import type { Profile, Purpose, ToolUse } from '../profiles.ts';
import type { Party } from '../run-model.ts';
import { type Discovery, discover } from '../verbs/discover.ts';
import { askAsStranger, createMcp, type Mcp } from '../verbs/mcp.ts';
import type { Connection, OAuthClient } from '../verbs/oauth.ts';
import { type ClientOptions, createClients, REDIRECT_URI } from './clients.ts';
import { type ConnectOptions, createConnections } from './connections.ts';
import { createHttp, type Http } from './http.ts';
import { once } from './once.ts';
import { spendRegistration, waitAWhile, waitForRoom } from './patience.ts';
import { createPeople, type Person, type Traits } from './people.ts';
import type { Recorder } from './recorder.ts';
import type { Secrets } from './secrets.ts';
import type { TargetContext } from './target.ts';

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
  /** Where the suite's own clients are sent back to. */
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

const partyOf = (target: TargetContext) => (url: string) => {
  const origin = URL.canParse(url) ? new URL(url).origin : '';
  if (target.hookAccess && url.startsWith(target.hookAccess.url)) return 'harness' as const;
  return origin === target.hookIndex?.brokerage?.origin ? ('brokerage' as const) : ('gateway' as const);
};

/** A world for one check or scenario; `id` makes its people's names and its secrets its own. */
export function createWorld(target: TargetContext, id: string, recorder: Recorder): World {
  const { secrets, profile } = target;
  const http = createHttp(recorder, target.pool, partyOf(target));
  const hooks = createHooks(http, target.hookAccess, target.hookIndex);
  let made = 0;
  const name = (what: string) => `${id.replace(/[^a-z0-9]+/gi, '-').slice(-50)}-${target.era}-${what}${++made}`;
  const random = (kind: string) =>
    createHash('sha256').update(`${target.seed} ${id} ${target.era} ${kind} ${++made}`).digest('base64url');

  let own: Promise<Discovery> | undefined;
  const discoverHere = () =>
    discover(http, target.mcpUrl, () => askAsStranger(createMcp(http, target.mcpUrl, target.era)));

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
    person: (traits) => people.person(traits),
    client: (options) => clients.client(options),
    connect: (options) => connections.connect(options),
    borrow: (scope) => connections.borrow(scope),
    shared: <T>(name: string, make: () => Promise<T>) => once(target.shared as Map<string, Promise<T>>, name, make),
    mcp: (token) => {
      const accessToken = typeof token === 'object' ? token.accessToken : token;
      return createMcp(
        http,
        target.mcpUrl,
        target.era,
        accessToken,
        world.judgesLimits ? undefined : waitForRoom(hooks),
      );
    },
    judgesLimits: id.startsWith('rate-limits/'),
    patience: () => waitAWhile(target, hooks),
    spendRegistration: () => spendRegistration(target),
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
  const clients = createClients(target, world);
  const people = createPeople({ target, world, recorder, name, registers: clients.registers });
  const connections = createConnections(target, world, people);
  return world;
}
