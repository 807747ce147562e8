import type { Exchange } from '../run/model.ts';
import type { RpcMessage } from './answer.ts';
import type { Era } from './era.ts';

/** What an exchange shows that is not as it has to be. */
export interface Breach {
  expected: string;
  seen: string;
}

/** What an observer says of an exchange: a breach, or that all is well; undefined where it is none of its business. */
export type Observed = Breach | 'well' | undefined;

/** An authorization request that a browser carried. */
export interface Asked {
  redirectUri: URL;
  /** As it was sent; several where it was sent more than once, none where it was left out. */
  states: string[];
  /** For a code and nothing else, in the usual way back. */
  isPlain: boolean;
}

/** What the kinds of exchanges are, each with what was found out about it once for all who observe it. */
export interface Kinds {
  /** Any answer of the target or of its brokerage. */
  answer: object;
  /** An answer of the MCP URL, with the request as far as it is one, and every message of the answer. */
  mcp: {
    /** The one JSON-RPC request in its body; undefined where that is none, as many a probe sends. */
    request: RpcMessage | undefined;
    messages: readonly RpcMessage[];
    /** The revision that the request speaks, where it says so once. */
    era: Era | undefined;
  };
  /** A redirect to the redirect URI of an authorization request, with all requests for it. */
  redirect: { to: URL; said: Record<string, string>; asked: readonly Asked[] };
  /** An answer to a browser between an authorization request and what it came to: a page, or a redirect. */
  step: object;
  /** Such a page. */
  page: object;
  /** An answer with tokens in it. */
  tokens: { document: Record<string, unknown> };
  /** An OAuth error in JSON. */
  error: { document: Record<string, unknown> };
  /** A client that was made. */
  registration: object;
}
export type Kind = keyof Kinds;

/** An exchange of one kind, as an observer is shown it. */
export interface Sight<K extends Kind> {
  exchange: Exchange;
  request: Exchange['request'];
  answer: NonNullable<Exchange['response']>;
  url: URL;
  is: Kinds[K];
  /** Those of the same check or journey, and which of them it is. */
  exchanges: readonly Exchange[];
  index: number;
  about: About;
}

/** What is known about the target that is observed. */
export interface About {
  era: Era;
  mcpUrl: string;
  /** As its metadata says, where that was found. */
  issuer?: { issuer: string; announcesIss: boolean } | undefined;
}

/** Who gave an answer: the gateway with its authorization server, or the brokerage behind it. */
export type Answerer = 'gateway' | 'broker';

/** How every exchange of a run is judged, whichever check or journey caused it. */
export interface Observation<K extends Kind = Kind> {
  kind: K;
  /** Whose answers count; the gateway's unless told. */
  of?: readonly Answerer[];
  judge(sight: Sight<K>): Observed;
  /** What not every target has, in words: where none is seen and nothing was in the way, it does not apply. */
  absent?: string;
  /** Makes ready what is slow to load, before anything is observed. */
  load?(): Promise<unknown>;
}

/** Says it in the type, so that `judge` knows what is shown to it. */
export const observation = <K extends Kind>(one: Observation<K>): Observation => one as unknown as Observation;

/** A breach unless it is as it has to be. */
export const unless = (isSo: unknown, expected: string, seen: string | undefined): Breach | 'well' =>
  isSo ? 'well' : { expected, seen: seen || 'nothing' };
