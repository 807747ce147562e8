import type { Express, RequestHandler, Response } from 'express';
import type { GatewayContext } from '../context.ts';
import type { Documents } from '../documents/documents.ts';
import type { Directory } from '../minting/directory.ts';
import type { Page } from '../pages/layout.ts';
import type { Partners } from '../partners/partners.ts';
import type { Offer } from '../profiles/added.ts';
import type { UsedOnce } from '../state/used-once.ts';
import type { Throttle } from '../throttle.ts';
import type { TokenWords } from '../token-words.ts';
import type { BrokerOAuth } from '../upstream/broker-oauth.ts';
import type { Grants } from './grants.ts';
import type { PageProblem } from './page-problem.ts';
import type { Platform } from './platforms.ts';
import type { AuthorizationRequest, Client } from './records.ts';
import type { Sessions } from './sessions.ts';
import type { SigningKey } from './signing-key.ts';
import type { Store } from './store.ts';

/** What the parts of the authorization server share beyond what the whole gateway shares. */
export interface OAuthContext extends Omit<GatewayContext, 'authorization'> {
  wayIn: WayIn;
  /** What its product adds later. */
  offer: Offer;
  store: Store;
  sessions: Sessions;
  signingKey: SigningKey;
  brokerOAuth: BrokerOAuth;
  grants: Grants;
  platforms: readonly Platform[];
  /** Who may mint tokens, and for whom. */
  directory: Directory;
  /** Wrong secrets of clients. */
  clientGuesses: Throttle;
  /** Who has partner access, and with what. */
  partners: Partners;
  /** Where clients describe themselves. */
  documents: Documents;
  /** Assertions of clients, each good once. */
  usedAssertions: UsedOnce;
}

/** Where an authorization request wants its answer, before anybody has vouched for it. */
export interface AskedTarget {
  redirectUri: string | undefined;
  state: string | undefined;
  /** Where it came from, as `networkOf` tells it. */
  network?: string;
}

/** Asks a test hook of the brokerage. */
export type AskBrokerageHook = (
  method: string,
  path: string,
  body: unknown,
) => Promise<{ status: number; body: Record<string, unknown> }>;

/** A way in: how a client becomes known, where it may have its users sent, and what those are asked. */
export interface WayIn {
  /** Puts its endpoints and pages on the app. */
  mount(app: Express, context: OAuthContext): void;
  /** Puts what stands at an origin of its own on the app there; without it there is no such origin. */
  mountApi?(app: Express, context: OAuthContext): void;
  /** Test hooks of its own, by name. `ask` is a hook of the brokerage. */
  hooks?(context: OAuthContext, ask: AskBrokerageHook): { name: string; router: RequestHandler };
  /** How a client gets a token. */
  tokenWords(parts: Pick<OAuthContext, 'apiOrigin'>): TokenWords;
  /** Whether clients find an authorization server through metadata (RFC 9728). */
  isDiscovered: boolean;
  /** What the quick reference says beside the MCP URL: what else to copy, and what to do. */
  instructions(context: OAuthContext): { fields: Page; steps: Page };
  /** Told where a request names no client. */
  clientIsMissing(context: OAuthContext): PageProblem;
  /** The client that has this Client ID, or why there is none. */
  clientOf(
    context: OAuthContext,
    clientId: string,
    asked: AskedTarget,
  ): Client | PageProblem | Promise<Client | PageProblem>;
  /** A redirect URI that is known to be the client's, or why there is none. */
  redirectUriOf(context: OAuthContext, client: Client, asked: AskedTarget): string | PageProblem;
  /** As which client the gateway signs users in at the brokerage for a client of its own. */
  upstreamClientIdOf(context: OAuthContext, client: Client): string;
  /** Whether this user may have tokens at all, asked anew at each use of one; everybody may where it is left out. */
  userMayComeIn?(context: OAuthContext, userId: string, when: 'sign-in' | 'call' | 'refresh'): boolean;
  /** The user has signed in for the request, which nothing is wrong with: asks what there is to ask, or answers it. */
  afterSignIn(context: OAuthContext, res: Response, request: AuthorizationRequest): void;
}
