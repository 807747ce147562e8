import type { JWK } from 'jose';
import type { BrokerUser, Grant } from '../access.ts';

/** A client that registered itself, or a Client ID that the brokerage vouched for by completing a sign-in. */
export interface Client {
  clientId: string;
  clientName: string;
  /** Empty where the profile matches redirect URIs by platform. */
  redirectUris: readonly string[];
  grantTypes: readonly string[];
  /** SHA-256 of the secret of a confidential client; public ones have none. */
  secretHash?: string;
  /** How it proves to be itself, where it registered for a way. */
  method?: string;
  /** Its public keys, or where they are. */
  jwks?: readonly JWK[];
  jwksUri?: string;
  /** It registered for tokens that are bound to a key, and for no others. */
  boundTokens?: boolean;
  /** SHA-256 of the token with which it manages its registration, and when and as what it registered. */
  registration?: { tokenHash: string; issuedAt: number; metadata: Readonly<Record<string, unknown>> };
  /** A user has connected it: it is not forgotten for the sake of one that nobody uses. */
  connected?: boolean;
}

/** The gateway's own tokens at the brokerage. Never shown to a client. */
export interface UpstreamTokens {
  accessToken: string;
  refreshToken: string | undefined;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  scopes: readonly string[];
}

/** An error that an authorization response carries (OAuth 2.1 §4.1.2.1). */
export interface AuthorizationError {
  error: string;
  /** ASCII without quotes and backslashes, and nothing of what was sent. */
  description: string;
}

/** An authorization request from a client, kept while the user signs in and decides. */
export interface AuthorizationRequest {
  id: string;
  /** The browser that it belongs to. */
  sessionId: string;
  /** Where it came from, as `networkOf` tells it. */
  network: string;
  client: Client;
  redirectUri: string;
  state: string | undefined;
  /** Undefined when the client named none and the profile leaves the choice to the brokerage. */
  scopes: readonly string[] | undefined;
  codeChallenge: string;
  /** The key that the client will prove, where it named one (RFC 9449 §10). */
  dpopJkt?: string;
  resource: string;
  /** The request again, for starting over as somebody else. */
  authorizeUrl: string;
  expiresAt: number;
  answered: boolean;
  /** What is wrong with it, told to the client after the user has signed in. */
  error?: AuthorizationError;
  user?: BrokerUser;
  upstream?: UpstreamTokens;
}

/** A sign-in at the brokerage that is under way. */
export interface UpstreamState {
  sessionId: string;
  /** Where the browser is, as `networkOf` tells it. */
  network: string;
  verifier: string;
  /** The client as which the gateway went to the brokerage. */
  upstreamClientId: string;
  expiresAt: number;
  used: boolean;
  /** The authorization request that waits for it, or the page to go to. */
  requestId?: string;
  returnTo?: string;
}

export interface Code {
  client: Client;
  redirectUri: string;
  resource: string;
  scopes: readonly string[];
  codeChallenge: string;
  dpopJkt?: string;
  expiresAt: number;
  user: BrokerUser;
  upstream: UpstreamTokens;
  used: boolean;
  /** What its first use gave. */
  grantId?: string;
}

export interface GrantRecord {
  grant: Grant;
  alive: boolean;
  resource: string;
  upstream: UpstreamTokens;
  /**
   * Ids of its access tokens that were revoked by themselves, with their expiry in milliseconds. Kept here and not in a
   * list for all, because that would let one forget what another has revoked; where the grant is forgotten its tokens are dead.
   */
  revokedTokens: Map<string, number>;
  /** As which client the gateway refreshes `upstream`. */
  upstreamClientId: string;
  /** One refresh at a time: a second caller waits for the first. */
  refreshing?: Promise<string> | undefined;
}

export interface RefreshToken {
  grantId: string;
  client: Client;
  scopes: readonly string[];
  expiresAt: number;
  rotatedAt?: number;
  /** True once it, or one that came after it, was used. */
  successorUsed: boolean;
  /** The key that it is bound to. */
  jkt?: string;
  /** The key of the token that it replaced. */
  predecessor?: string;
}

/** One browser. */
export interface Session {
  /** Stays when the cookie changes at sign-in. */
  id: string;
  formToken: string;
  expiresAt: number;
  user?: BrokerUser | undefined;
}

/** A brokerage user, Client ID and redirect target that was confirmed once. */
export interface Confirmation {
  userId: string;
  clientId: string;
  redirectTarget: string;
}
