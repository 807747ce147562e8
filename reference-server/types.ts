import type { Clock } from '../mock-broker/clock.ts';
import type { EdgeResponse, Partner } from '../mock-broker/index.ts';
import type { Random } from '../mock-broker/random.ts';
import type { GatewayBehaviours } from './behaviours.ts';
import type { Lookup } from './documents/read-document.ts';
import type { PlatformSeed } from './minting/seeds.ts';
import type { Platform } from './oauth/platforms.ts';
import type { PartnersSeed } from './partners/seeds.ts';
import type { ProfileId } from './profiles/index.ts';
import type { GatewaySettings } from './settings.ts';
import type { State } from './state/state.ts';

export type { GatewaySettings, PartnersSeed, Platform, PlatformSeed, ProfileId };

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
  /** Where the API that platforms mint tokens at listens and is seen, for a way in that has one. */
  apiPort?: number;
  apiPublicUrl?: string;
  /** Origins of browser apps that may call `/mcp` with a token of their own, such as the Inspector's; none unless told. */
  allowedOrigins?: readonly string[];
  /** Where the brokerage is. */
  brokerOrigin: string;
  /** The gateway's own client at the brokerage (a `Partner` there). */
  upstreamClient: { clientId: string; clientSecret: string };
  /** AI platforms that it knows: where users of keys may be sent back to, besides programs on their own machine. */
  platforms?: readonly Platform[];
  /** Platforms that mint tokens here from the start, and after a reset. */
  mintingPlatforms?: readonly PlatformSeed[];
  /** Who has partner access from the start, and after a reset. */
  partners?: PartnersSeed;
  /** Where hosts of documents are, the system's own lookup unless told; and origins that may be anywhere, for tests. */
  documents?: { lookup?: Lookup; trusted?: readonly string[] };
  /** Serves what the product added later: tools under scopes that older connections do not have. */
  withAdded?: boolean;
  /** Adds what the official conformance suite asks a server for, to a profile whose tools talk. */
  fixtures?: 'official';
  /** What outlives the gateway; in memory unless told. The caller closes it. */
  state?: State;
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

export interface Gateway {
  /** `http://127.0.0.1:PORT` or the public URL. */
  origin: string;
  /** `${origin}/mcp`, no trailing slash. */
  mcpUrl: string;
  /** Where tokens are minted, for a way in that has such an API. */
  apiOrigin: string | undefined;
  /** What the brokerage has to know of this gateway before anybody can sign in there. */
  partner: Partner;
  reset(): void;
  close(): Promise<void>;
}
