import type { BrokerConnection } from './minting/broker-connection.ts';

/** The user as the brokerage's `GET /v1/users/me` describes them. */
export interface BrokerUser {
  id: string;
  email: string;
  name: string;
  /** `elite` is the paid plan. */
  plan: 'elite' | 'free';
  /** False for a read-only connection. */
  trading: boolean;
  accounts: { id: string; accountNumber: string }[];
}

/** What one consent of one user to one client gave: the unit that is listed, revoked and rate limited by its user. */
export interface Grant {
  id: string;
  user: BrokerUser;
  clientId: string;
  clientName: string;
  /** Where its code went: tells two clients of one name apart. */
  redirectUri?: string;
  scopes: string[];
  createdAt: number;
  lastActivityAt: number;
  /** The scope for want of which a call was refused, the last time that one was. */
  lacked?: string;
}

/** A verified access token, as the MCP side sees it. */
export interface Access {
  grant: Grant;
  /** Scopes of this token: the grant's, or fewer. */
  scopes: readonly string[];
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** The key that the token is bound to, by its thumbprint. */
  jkt?: string;
}

/** Why an access token was not accepted: becomes `WWW-Authenticate` (RFC 6750 §3). */
export interface Refusal {
  error: 'invalid_token' | 'invalid_request' | 'invalid_dpop_proof' | 'use_dpop_nonce' | 'too_many_attempts';
  description: string;
  /** What the next DPoP proof has to hold. */
  nonce?: string;
  /** Seconds after which it may be tried again. */
  retryAfter?: number;
}

/** What the OAuth half of the gateway offers to the MCP half. */
export interface Authorization {
  /** Verifies a bearer token on every call: only the signature may be cached; audience, expiry and revocation never. */
  verify(token: string, place?: 'header' | 'address', network?: () => string): Promise<Access | Refusal>;
  /** The connections to the brokerage that the user's platform keeps; none where users sign in themselves. */
  connectionsOf(grant: Grant): readonly BrokerConnection[];
  /** The brokerage's access token for the grant, refreshed when due. Rejects with `UpstreamGone` if the brokerage ended it. */
  upstreamToken(grant: Grant): Promise<string>;
  /** The brokerage refused the grant's token for good: ends the grant, so that the next call is 401. */
  upstreamRefused(grant: Grant): void;
  /** Runs when the grant is revoked, for open streams; returns a function that forgets it. */
  onRevoked(grantId: string, run: () => void): () => void;
}
