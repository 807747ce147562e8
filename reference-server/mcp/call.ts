import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { GatewayContext } from '../context.ts';
import type { Registry } from '../tools/registry.ts';
import type { BrokerApi } from '../upstream/broker-api.ts';
import type { AddonWatch } from './addon-watch.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './bearer.ts';
import type { Limit } from './limit.ts';

/** What the parts of the MCP endpoint share. */
export interface Endpoint {
  context: GatewayContext;
  registry: Registry;
  broker: BrokerApi;
  limit: Limit;
  addon: AddonWatch;
  /** What ends each open stream, with the id of its user. */
  streams: Map<() => void, string>;
}

/** One request on its way through. */
export interface Call extends Caller {
  /** Aborts when the client is gone, where that cancels. */
  signal?: AbortSignal;
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
