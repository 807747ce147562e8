import type { Answer } from './answer.ts';

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: Record<string, boolean | string>;
}

/** The request as it is about to be sent: a probe may change anything. */
export interface Draft {
  method: string;
  url: string;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: probes write wrong messages on purpose
  body: any;
  /** As in `Outgoing`. */
  isRaced?: boolean;
  isMomentary?: boolean;
  patience?: number;
  spaces?: number;
}

/** An MCP client of one era over raw HTTP: repairs nothing, hides nothing. */
export interface Mcp {
  /** Sends a request. In a stateful era the session is opened first; where that is refused, the refusal is the answer. */
  request(method: string, params?: Record<string, unknown>, tweak?: (draft: Draft) => void): Promise<Answer>;
  notify(method: string, params?: Record<string, unknown>, tweak?: (draft: Draft) => void): Promise<Answer>;
  /** `tools/list`, all pages; `Blocked` where it is refused. */
  listTools(): Promise<ListedTool[]>;
  call(tool: string, args: Record<string, unknown>): Promise<Answer>;
  /** Opens the session of a stateful era and returns the answer to `initialize`; undefined in the stateless era. */
  open(): Promise<Answer | undefined>;
  sessionId(): string | undefined;
  /** The request that `request` would send, to be sent in another way. */
  draft(method: string, params?: Record<string, unknown>): Draft;
}
