import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { GatewayContext } from '../context.ts';

/** The messages between one session's server and its HTTP requests. */
export interface Wire extends Transport {
  /** Hands a request to the server; resolves with its answer, or undefined when it was cancelled or the session ended. */
  exchange(message: JSONRPCMessage, id: RequestId): Promise<JSONRPCMessage | undefined>;
  /** Hands over what is not answered. */
  deliver(message: JSONRPCMessage): void;
  isWaitingFor(id: RequestId): boolean;
  /** Where what the server says unasked goes: the open GET stream. */
  onUnasked: ((message: JSONRPCMessage) => void) | undefined;
  /** Where what it says about a request that is not answered yet goes. */
  onRelated: ((id: RequestId, message: JSONRPCMessage) => void) | undefined;
}

/** Where no tasks are declared a call for one is a call like any other; the SDK would refuse it. */
function withoutTask(message: JSONRPCMessage): JSONRPCMessage {
  if (!('params' in message) || message.params?.task === undefined) return message;
  const { task, ...params } = message.params;
  return { ...message, params } as JSONRPCMessage;
}

/**
 * A transport of the SDK that keeps messages as they are. HTTP around it is ours, because the status of an answer is
 * decided after the tool ran, and answers are matched to requests by id alone, so an id is never in flight twice.
 */
export function createWire(
  { relatedGoesWithItsRequest }: GatewayContext['behaviours'],
  { hasTasks }: { hasTasks: boolean },
): Wire {
  const waiting = new Map<RequestId, (answer: JSONRPCMessage | undefined) => void>();

  function settle(id: RequestId, answer: JSONRPCMessage | undefined): void {
    const resolve = waiting.get(id);
    waiting.delete(id);
    resolve?.(answer);
  }

  const wire: Wire = {
    onUnasked: undefined,
    onRelated: undefined,
    start: async () => {},
    async send(message, options) {
      const about = options?.relatedRequestId;
      const related = about !== undefined;
      if ('method' in message && related && relatedGoesWithItsRequest(related)) wire.onRelated?.(about, message);
      else if ('method' in message) wire.onUnasked?.(message);
      else if (message.id !== undefined) settle(message.id, message);
    },
    async close() {
      for (const id of [...waiting.keys()]) settle(id, undefined);
      wire.onclose?.();
    },
    exchange(message, id) {
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        wire.onmessage?.(hasTasks ? message : withoutTask(message));
      });
    },
    deliver(message) {
      wire.onmessage?.(message);
      // The server does not answer what it was told to drop; the HTTP request that waits for it ends here.
      if ('method' in message && message.method === 'notifications/cancelled') {
        settle(message.params?.requestId as RequestId, undefined);
      }
    },
    isWaitingFor: (id) => waiting.has(id),
  };
  return wire;
}
