import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { GatewayContext } from '../context.ts';
import type { Confirmations } from '../orders/confirmations.ts';
import type { Cursors } from '../partners/cursors.ts';
import type { Tasks } from '../tasks/tasks.ts';
import type { Registry } from '../tools/registry.ts';
import type { Tool } from '../tools/tool.ts';
import type { BrokerApi } from '../upstream/broker-api.ts';
import type { Answer } from './answer.ts';
import type { Line } from './answer-stream.ts';
import type { Caller } from './bearer.ts';
import type { Limit } from './limit.ts';
import type { News } from './news.ts';
import type { RequestStates } from './request-state.ts';
import type { Windows } from './windows.ts';

/** What the parts of the MCP endpoint share. */
export interface Endpoint {
  context: GatewayContext;
  registry: Registry;
  broker: BrokerApi;
  limit: Limit;
  windows: Windows;
  confirmations: Confirmations;
  cursors: Cursors;
  requestStates: RequestStates;
  /** Of what may read otherwise, by the user. */
  news: News<readonly string[]>;
  tasks: Tasks;
  addon: AddonWatch;
  /** What ends each open stream, with the id of its user. */
  streams: Map<() => void, string>;
}

/** Knows for each user whether the trade tools can be used, and tells open streams when that changes. */
export interface AddonWatch {
  /** Whether this tool works through the add-on. */
  isNeededFor(tool: Tool): boolean;
  /** Whether this caller's list of tools can change. */
  concerns(caller: Caller): boolean;
  /** True when the trade tools belong into the list; an add-on that cannot be asked counts as offline. */
  isReady(endpoint: Endpoint, call: Call): Promise<boolean>;
  /** Throws when the tool needs a newer add-on; an add-on that is offline answers for itself, with 408. */
  requireFor(endpoint: Endpoint, call: Call, tool: Tool): Promise<void>;
  /** Looks at the add-on while a stream is open, and runs `changed` when the list of tools does; returns the end of it. */
  watch(endpoint: Endpoint, call: Call, changed: () => void): () => void;
  clear(): void;
}

/** One request on its way through. */
export interface Call extends Caller {
  /** Aborts when the client is gone, where that cancels. */
  signal?: AbortSignal;
  /** For what is said before the answer; undefined where the client takes no stream. */
  line?: Line;
  /** It came in a session of a revision that has tasks. */
  mayTakeTasks?: boolean;
  /** The session that it came in, where there are such. */
  session?: string;
  /** Whose limit it counts against. */
  countsFor?: string;
  /** Set when the HTTP status, not the JSON-RPC answer, has to say what went wrong: replaces the answer. */
  problem?: Answer;
}

/** A JSON-RPC request or notification whose shape was checked. */
export interface Message {
  jsonrpc: '2.0';
  id?: RequestId;
  method: string;
  params?: Record<string, unknown>;
}

/** Who this gateway says it is. */
export const serverInfo = { name: 'openbell-reference-gateway', title: 'openbell reference gateway', version: '0.1.0' };
