import type { Express, Response } from 'express';
import type { GatewayContext } from '../context.ts';
import type { Page } from '../pages/layout.ts';
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
  store: Store;
  sessions: Sessions;
  signingKey: SigningKey;
  brokerOAuth: BrokerOAuth;
  grants: Grants;
  platforms: readonly Platform[];
}

/** Where an authorization request wants its answer, before anybody has vouched for it. */
export interface AskedTarget {
  redirectUri: string | undefined;
  state: string | undefined;
}

/** A way in: how a client becomes known, where it may have its users sent, and what those are asked. */
export interface WayIn {
  /** Puts its endpoints and pages on the app. */
  mount(app: Express, context: OAuthContext): void;
  /** What the quick reference says beside the MCP URL: what else to copy, and what to do. */
  instructions(context: OAuthContext): { fields: Page; steps: Page };
  /** Told where a request names no client. */
  clientIsMissing(context: OAuthContext): PageProblem;
  /** The client that has this Client ID, or why there is none. */
  clientOf(context: OAuthContext, clientId: string, asked: AskedTarget): Client | PageProblem;
  /** A redirect URI that is known to be the client's, or why there is none. */
  redirectUriOf(context: OAuthContext, client: Client, asked: AskedTarget): string | PageProblem;
  /** As which client the gateway signs users in at the brokerage for a client of its own. */
  upstreamClientIdOf(context: OAuthContext, client: Client): string;
  /** The user has signed in for the request, which nothing is wrong with: asks what there is to ask, or answers it. */
  afterSignIn(context: OAuthContext, res: Response, request: AuthorizationRequest): void;
}
