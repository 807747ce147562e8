import type { Clock } from '../mock-broker/clock.ts';
import type { Random } from '../mock-broker/random.ts';
import type { Authorization } from './access.ts';
import type { GatewayBehaviours } from './behaviours.ts';
import type { Proofs } from './dpop/proofs.ts';
import type { ProfileFacts } from './profiles/facts.ts';
import type { GatewaySettings } from './settings.ts';
import type { State } from './state/state.ts';
import type { TokenWords } from './token-words.ts';

/** What every part of one running gateway shares. Made after the port is known, so `origin` is final. */
export interface GatewayContext {
  profile: ProfileFacts;
  clock: Clock;
  /** Milliseconds since the epoch. */
  startedAt: number;
  random: Random;
  /** The defaults with the replacements of this gateway put over them: call decisions through this record only. */
  behaviours: GatewayBehaviours;
  settings: GatewaySettings;
  /** What clients see, without a trailing slash: the issuer, and the only `Origin` and `Host` of its own pages. */
  origin: string;
  /** `${origin}/mcp`: the resource identifier and the audience of access tokens. */
  mcpUrl: string;
  /** Whether a proxy on this machine says where requests come from. */
  behindProxy?: boolean;
  /** Other origins whose pages may call `/mcp`. */
  allowedOrigins: readonly string[];
  brokerOrigin: string;
  upstreamClient: { clientId: string; clientSecret: string };
  authorization: Authorization;
  /** RFC 9728 §3.1: where a 401 sends clients to discover the authorization server; undefined where there is none. */
  resourceMetadataUrl: string | undefined;
  /** The origin of the API that platforms call, where the way in has one. */
  apiOrigin: string | undefined;
  /** `iss` of access tokens. */
  issuer: string;
  tokenWords: TokenWords;
  state: State;
  /** What judges proofs of keys, where tokens can be bound to such. */
  proofs?: Proofs | undefined;
  /** Runs on `reset()` and on the `reset` hook: sessions, limits and caches are forgotten. */
  onReset(run: () => void): void;
}
