import type { BrokerBehaviours } from './behaviours.ts';
import type { RuleSet } from './book/book.ts';
import type { Clock } from './clock.ts';
import type { FaultOrder } from './faults.ts';
import type { BrokerState } from './kept-secret.ts';
import type { Random } from './random.ts';

/** A confidential OAuth client that the brokerage has a contract with: the gateway itself. */
export interface Partner {
  clientId: string;
  clientSecret: string;
  name: string;
  redirectUris: string[];
  /** The MCP URL of the gateway: the audience of tokens that the brokerage issues for keys marked for direct use. */
  mcpUrl: string;
  /** Where it wants to be told that a key was closed (RFC 8935). */
  eventsUrl?: string;
  /** True for the brokerage's own gateway (`dynamic-client`): sign-in without a permission page of the brokerage. */
  firstParty: boolean;
}

/** What the HTTP edge shows to a mutant that rewrites a response. */
export interface EdgeResponse {
  method: string;
  path: string;
  /** What stood behind it in the address, where the server tells it. */
  query?: string;
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON where the content type says JSON, else text. Sent back as bytes, it goes out as they are. */
  body: unknown;
  /** Part of a stream: its head is gone, and its body alone may be changed. */
  part?: true;
  /** The client's port: which connection it came on, where the server tells it. */
  connection?: number;
  /** Headers of the request, where the server tells them. */
  sent?: Record<string, string>;
  /** The JSON document of the request, or its form, where the server tells it. */
  asked?: unknown;
  /** `late`: its second half comes a moment later; `never`: all of it is sent, and the connection stays open. At once unless told. */
  ends?: 'late' | 'never';
}

export interface BrokerOptions {
  clock: Clock;
  /** Defaults to `node:crypto`. */
  random?: Random;
  /** 0, the default, takes a free port. */
  port?: number;
  /** Loopback unless told otherwise. */
  host?: string;
  /** Replaces single behaviours: how a mutant is made. */
  behaviours?: Partial<BrokerBehaviours>;
  /** Turns the test hooks on, guarded by this bearer token. */
  hooksToken?: string;
  /** Rewrites answers that are sent in one piece: a mutant of what a library decides. */
  rewrite?: (response: EdgeResponse) => EdgeResponse;
  /** The margin rule since June 2026 (the default), or the day-trading rule before it. */
  ruleSet?: RuleSet;
  /** Decides the price walk and which fills are partial. */
  seed?: string;
  /** Faults that are ordered from the start, as over the hook `faults`; a reset takes them away. */
  faults?: readonly FaultOrder[];
  /** Trading requests that an account may make in a minute of the clock: 200 unless told otherwise, 0 for no limit. */
  requestsPerMinute?: number;
  /** What outlives the brokerage: users, keys, permissions, tokens and books. The caller closes it. */
  state?: BrokerState;
  /** Moves the clock, for the `clock` hook; without it the hook is not offered. */
  advance?: (ms: number) => void;
}

/** A running mock brokerage. */
export interface Broker {
  /** `http://127.0.0.1:PORT`: the REST API below `/v2`, the OAuth issuer, Client Center and, if on, `/test-hooks`. */
  origin: string;
  /** Makes a partner known; a second call with the same client id replaces it. */
  registerPartner(partner: Partner): void;
  /** Makes a key of a seeded user, as Client Center does; its Client ID follows from user and name. It is there again after a reset. */
  seedKey(email: string, key: { name: string; redirectUri: string }): string;
  /** Back to the seeded state; registered partners stay. */
  reset(): void;
  close(): Promise<void>;
}
