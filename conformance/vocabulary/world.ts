import type { Party } from '../run/model.ts';
import type { Answer } from './answer.ts';
import type { Discovery } from './discovery.ts';
import type { Era } from './era.ts';
import type { Http } from './http.ts';
import type { Keys } from './keys.ts';
import type { Mcp } from './mcp.ts';
import type { Minting } from './minting.ts';
import type { AuthorizeOptions, Connection, OAuthClient } from './oauth.ts';
import type { PartnerKeys } from './partner-keys.ts';
import type { Person, Traits } from './people.ts';
import type { Profile, Purpose, ToolUse } from './profile.ts';
import type { Secrets } from './secrets.ts';
import type { Hooks } from './test-hooks.ts';
import type { Human } from './user-agent.ts';

/** Everything a check or a scenario can do. One is made for each, so that nothing leaks from one to the next. */
export interface World {
  mcpUrl: string;
  origin: string;
  era: Era;
  profile?: Profile | undefined;
  http: Http;
  hooks: Hooks;
  keys: Keys;
  secrets: Secrets;
  scopes: { read?: string | undefined; trade?: string | undefined };
  /** Where the suite's own clients are sent back to. */
  redirectUri: string;
  /** Why nobody gets in, where that was seen before anything was graded. */
  nobodyGetsIn?: string | undefined;
  brokerage(): { origin: string; clientCenter?: string };
  /** The same, and undefined where nobody has told and nothing was seen. */
  brokerageIfKnown(): { origin: string; clientCenter?: string } | undefined;
  discovery(): Promise<Discovery>;
  /** Where a platform mints tokens; `Untestable` where nobody has told. */
  minting(): Minting;
  /** Keys that open the gateway by themselves. */
  partnerKeys(): PartnerKeys;
  person(traits?: Traits): Promise<Person>;
  client(options?: ClientOptions): Promise<OAuthClient>;
  /** A client with a secret that nobody registers, agreed upon beforehand; undefined where there is none. */
  agreedClient(): Promise<OAuthClient | undefined>;
  /** Whether clients register themselves. */
  registers(): Promise<boolean>;
  /** The whole way in, with everybody willing; `Blocked` where it does not lead to tokens. */
  connect(options?: ConnectOptions): Promise<Connection>;
  /**
   * A connection that other checks use, too, for those that only look: whoever refreshes, revokes or reads the token
   * answer connects for themselves. `Blocked` as `connect`.
   */
  borrow(scope?: 'read' | 'trade'): Promise<Connection>;
  /** The same for those that judge how it came to be: what was exchanged for it stands with them, too. */
  lookAt(scope?: 'read' | 'trade'): Promise<Connection>;
  /** The whole way in of somebody who comes for the first time, for those that look at what is shown on it. */
  lookAtFirst(traits?: Traits): Promise<Pick<Connection, 'client' | 'person' | 'scope' | 'authorized'>>;
  /** What was lent. */
  lent(): readonly Connection[];
  /** Something that several checks look at and none changes: made by the first that asks for it. */
  shared<T>(name: string, make: () => Promise<T>): Promise<T>;
  /** The answer to a request that several checks judge: asked for by the first, it stands with each of them. */
  asked(name: string, ask: () => Promise<Answer>): Promise<Answer>;
  /** An MCP client with this token or connection, or without any. */
  mcp(token?: string | Connection): Mcp;
  tool(purpose: Purpose): ToolUse;
  /** An account of who is connected, as the tools call it: asked for once where nobody has told; `Untestable` where none is known. */
  accountOf(connection: Pick<Connection, 'person' | 'accessToken'>): Promise<string>;
  /** True where a 429 is what the check or journey looks at, and not in its way. */
  judgesLimits: boolean;
  /** Waits a while for a target that is busy and whose clock runs by itself; false once a run has waited enough. */
  patience(): Promise<boolean>;
  /** How clients that register themselves authenticate, once a registration has shown it. */
  authMethod: { settled?: 'none' | 'client_secret_basic' | 'client_secret_post' | undefined };
  /** `Untestable` where a limit at this URL is known to bind for longer than a run waits. */
  assertRoom(url: string, who?: string): void;
  /** Waits for the limit at this URL, which refused a browser so many times before; `Untestable` where that is too long. */
  makeRoom(url: string, refusal: Pick<Answer, 'headers'>, times: number, who?: string): Promise<void>;
  /** `Untestable` when the run has made as many clients as it allows itself. */
  assertMayRegister(): void;
  /** `Untestable` where no time can pass. */
  assertTime(): void;
  /** How many clients were registered at the target until now. */
  registeredSoFar(): number;
  /** Counts a client, and remembers how the server takes it back. */
  clientWasMade(answer: Answer): void;
  /** The registration of a client was answered anew: its token may be another from now on (RFC 7592 §3). */
  clientWasChanged(answer: Answer): void;
  /** A client that was made here was deleted where its registration is. */
  clientIsGone(registrationUri: string): void;
  /** Whether clients that were made here can be managed by themselves; undefined before one was made. */
  managesClients(): boolean | undefined;
  /** A fresh random value that appears redacted in every output. */
  secret(kind: string): string;
  tell(who: Party, what: string, exchange?: number): void;
  ledger(action: string): void;
  /** The check or journey is over: whoever was lent is free again, and what was made by hand is gone. */
  leave(): Promise<void>;
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

export interface ConnectOptions {
  /** Whoever is passed; else a regular whom other checks use, too. Pass one of your own to look at their journal or account. */
  person?: Person;
  client?: OAuthClient;
  /** `read` unless told; `trade` for the larger one; or scopes as they are sent. */
  scope?: string;
  human?: Partial<Human>;
  params?: AuthorizeOptions['params'];
}
