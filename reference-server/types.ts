import type { Clock } from '../mock-broker/clock.ts';
import type { EdgeResponse } from '../mock-broker/index.ts';
import type { Random } from '../mock-broker/random.ts';
import type { GatewayBehaviours } from './behaviours.ts';

export type ProfileId = 'static-client' | 'dynamic-client';

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
  scopes: string[];
  createdAt: number;
  lastActivityAt: number;
}

/** A verified access token, as the MCP side sees it. */
export interface Access {
  grant: Grant;
  /** Scopes of this token: the grant's, or fewer. */
  scopes: readonly string[];
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Why an access token was not accepted: becomes `WWW-Authenticate` (RFC 6750 §3). */
export interface Refusal {
  error: 'invalid_token' | 'invalid_request';
  description: string;
}

/** What the OAuth half of the gateway offers to the MCP half. */
export interface Authorization {
  /** Verifies a bearer token on every call: only the signature may be cached; audience, expiry and revocation never. */
  verify(token: string): Promise<Access | Refusal>;
  /** The brokerage's access token for the grant, refreshed when due. Rejects with `UpstreamGone` if the brokerage ended it. */
  upstreamToken(grant: Grant): Promise<string>;
  /** The brokerage refused the grant's token for good: ends the grant, so that the next call is 401. */
  upstreamRefused(grant: Grant): void;
  /** Runs when the grant is revoked, for open streams; returns a function that forgets it. */
  onRevoked(grantId: string, run: () => void): () => void;
}

export interface GatewayOptions {
  profile: ProfileId;
  clock: Clock;
  /** Defaults to `node:crypto`. */
  random?: Random;
  /** 0, the default, takes a free port. */
  port?: number;
  /** Loopback unless told otherwise. */
  host?: string;
  /** The origin that clients see, where a proxy stands in front; defaults to the one listened on. */
  publicUrl?: string;
  /** Where the brokerage is. */
  brokerOrigin: string;
  /** The gateway's own client at the brokerage (a `Partner` there). */
  upstreamClient: { clientId: string; clientSecret: string };
  behaviours?: Partial<GatewayBehaviours>;
  /** Turns the test hooks on, guarded by this bearer token, which is also the brokerage's: its hooks are passed through. */
  hooksToken?: string;
  settings?: Partial<GatewaySettings>;
  /** Moves the clock by milliseconds, for the `clock` hook; without it that hook is not offered. */
  advance?: (ms: number) => void;
  /** Runs after the `reset` hook, before it answers: puts the clock back where it started. */
  onReset?: () => void;
  /** Rewrites answers at the HTTP edge, for mutants of what a library decides. Streams pass untouched. */
  rewrite?: (response: EdgeResponse) => EdgeResponse;
}

/** Numbers that the modelled products do not document: labelled choices of ours. */
export interface GatewaySettings {
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  codeSeconds: number;
  /** How long a rotated refresh token may be presented again (a lost response), 0 for never. */
  refreshReuseGraceSeconds: number;
  /** Per user: sustained rate and burst. */
  callsPerMinute: number;
  burst: number;
  /** Open streams of a user at a time, of both eras and all clients. */
  streamsPerUser: number;
  registrationsPerHour: number;
}

export const defaultSettings: GatewaySettings = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 2_592_000,
  codeSeconds: 60,
  refreshReuseGraceSeconds: 30,
  callsPerMinute: 180,
  burst: 20,
  streamsPerUser: 20,
  registrationsPerHour: 10,
};

export interface Gateway {
  /** `http://127.0.0.1:PORT` or the public URL. */
  origin: string;
  /** `${origin}/mcp`, no trailing slash. */
  mcpUrl: string;
  reset(): void;
  close(): Promise<void>;
}
