import type { Exchange } from '../run/model.ts';
import type { Discovery } from '../vocabulary/discovery.ts';
import type { Era } from '../vocabulary/era.ts';
import type { Http } from '../vocabulary/http.ts';
import type { Connection, OAuthClient } from '../vocabulary/oauth.ts';
import type { ConfiguredKeys } from '../vocabulary/partner-keys.ts';
import type { MintingPlatform, Trait } from '../vocabulary/people.ts';
import type { Profile } from '../vocabulary/profile.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { Survey } from '../vocabulary/survey.ts';
import type { HookAccess, HookIndex, HookUser } from '../vocabulary/test-hooks.ts';
import type { BrowserMemory, UserAgent } from '../vocabulary/user-agent.ts';
import type { World } from '../vocabulary/world.ts';
import type { AnnouncedLimit } from '../wire/announced-limit.ts';
import type { Pool } from '../wire/http.ts';
import type { Session } from '../wire/mcp.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { ClientCenter, Limit, Patience, Registered } from './allowances.ts';
import type { Regular } from './regular.ts';
import type { ConfiguredTools } from './tools.ts';

/** Somebody of the configuration; `email` is the name by which they sign in, whatever it looks like. */
export interface ConfiguredUser {
  name?: string;
  email: string;
  password: string;
  accounts?: { id: string; account_number: string }[];
  traits?: readonly Trait[];
}

/** A connection that several checks use, and nobody uses up. */
export interface Lent {
  connection: Promise<Connection>;
  /** Whose it is, by email address, once it is there. */
  whose?: string;
  /** How often it was lent, and how many tools were called with it. */
  times: number;
  calls: number;
  /** The session that was opened with it. */
  session: Session;
  /** How it came to be, for whoever judges that. */
  shown: Exchange[];
}

/** What is known about the target before a check starts, shared by all checks of one target in one era. */
export interface TargetContext {
  mcpUrl: string;
  era: Era;
  profile?: Profile | undefined;
  pool: Pool;
  secrets: Secrets;
  hookAccess?: HookAccess | undefined;
  hookIndex?: HookIndex | undefined;
  /** What was found out before anything was graded. */
  survey: Survey;
  /** People and clients from the configuration, used where no hook makes new ones. */
  users: ConfiguredUser[];
  /** Partner keys from the configuration. */
  partnerKeys?: ConfiguredKeys | undefined;
  /** Where a platform mints tokens for these users, and as which. */
  mint?: (MintingPlatform & { url: string }) | undefined;
  /** An access token that somebody has got already. */
  readyToken?: string | undefined;
  /** Sent with every request to the MCP URL, and nowhere else. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Which tools to call, by what they are for: overrules what is guessed. */
  tools?: ConfiguredTools | undefined;
  /** Somebody says that the account is a paper account, and lets orders be placed. */
  mayTrade?: boolean | undefined;
  /** Calls of a tool that may place an order that the run may still make, and might in all; undefined where nobody has said. */
  orders?: { left: number; most: number } | undefined;
  /** Where passwords may be typed, besides the origins that are known anyway. */
  signInOrigins?: readonly string[];
  /** Where users make keys by hand; undefined where nobody said so, and where hooks make them. */
  clientCenter?: ClientCenter | undefined;
  clients: { clientId: string; clientSecret?: string; redirectUri?: string }[];
  scopes: { read?: string | undefined; trade?: string | undefined };
  createUserAgent(http: Http, recorder: Recorder, secrets: Secrets, memory?: BrowserMemory): UserAgent;
  /** Clients that the run may still make, and might in all; undefined where the target can be reset. */
  registrations?: { left: number; most: number } | undefined;
  /** How clients that register themselves authenticate, once a registration has shown it. */
  authMethod: World['authMethod'];
  /** Clients that the target would take back (RFC 7592). */
  registered: Registered[];
  /** What checks made once for all that look at it, by name. */
  shared: Map<string, Promise<unknown>>;
  /** Nobody said that it speaks this revision: only a token shows which it does. */
  eraIsAGuess?: boolean | undefined;
  /** Filled as the run goes on. */
  discovery?: Promise<{ found?: Discovery; failure?: unknown; shown: Exchange[] }>;
  sharedClients: Map<string, Promise<OAuthClient>>;
  /** People who were made ahead of need, several in one request; nobody knows them yet. */
  newcomers: HookUser[];
  /** People who are signed in and have been asked, for checks that only need a connection of their own. */
  regulars: Regular[];
  /** It ends the older connection where the same user and client connect again: those that are lent have a client each. */
  endsOlderGrants?: boolean;
  /** Connections that are lent, by scope. */
  lent: Map<string, Lent>;
  /** What sets it apart from the state that it began in, and how far its clock had moved when what is shared was new. */
  used: { seconds: number; registered: number; secondsWhenShared: number };
  sideEffects: Map<string, number>;
  /** How long the run may still wait. */
  patience: Patience;
  /** Limits that bind for longer than that, by place. */
  limits: Map<string, Limit>;
  /** When something was answered with other than a refusal, by place. */
  servedAt: Map<string, number>;
  /** Limits that the target tells of in its answers, by URL. */
  announced: Map<string, AnnouncedLimit>;
  /** Aborted where the run is interrupted. */
  signal?: AbortSignal | undefined;
  /** Makes secrets of the suite: unpredictable unless the run has a seed. */
  seed: string;
}
