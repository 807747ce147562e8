import {
  type InboundModernRoute,
  type JSONRPCMessage,
  PerRequestHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { type Answer, rpcError } from './answer.ts';
import type { Line } from './answer-stream.ts';
import type { Call, Endpoint, Message } from './call.ts';
import { capabilitiesOf } from './capabilities.ts';
import { paramsProblemWithoutSession } from './params.ts';
import { createStatelessServer } from './stateless-server.ts';

const missingCapability = -32021;

/** HTTP statuses of errors that are found before a handler runs (MCP 2026-07-28, "Server Validation"). */
const statusOfEarlyError: Record<number, number> = {
  [-32600]: 400,
  [-32601]: 404,
  [-32020]: 400,
  [missingCapability]: 400,
  [-32022]: 400,
};

/** Answers one request of the stateless era. */
export async function answerStateless(endpoint: Endpoint, call: Call, route: InboundModernRoute): Promise<Answer> {
  if (route.messageKind === 'notification') return { status: 202 };
  const { message } = route;
  const wrong = paramsProblemWithoutSession(capabilitiesOf(endpoint.context), message as Message);
  if (wrong) return rpcError(200, -32602, wrong, (message as Message).id);
  const server = createStatelessServer(endpoint, call);
  const exchange = new Exchange({ classification: route.classification }, call.line);
  await server.connect(exchange);
  call.signal?.addEventListener('abort', () => void server.close(), { once: true });
  // A server that has answered holds nothing open: closing it would cost more than the call.
  const answer = await exchange.answer(route);
  return call.problem && !call.line?.isOpen ? call.problem : answer;
}

/**
 * The SDK's transport for one exchange, with the answer kept as the message it is: the HTTP status is decided after the
 * tool ran, and no web `Request` and `Response` are made for it.
 */
class Exchange extends PerRequestHTTPServerTransport {
  #settle: ((message: JSONRPCMessage) => void) | undefined;
  #gone: (() => void) | undefined;
  readonly #options: { classification: InboundModernRoute['classification'] };
  readonly #line: Line | undefined;

  constructor(options: { classification: InboundModernRoute['classification'] }, line: Line | undefined) {
    super(options);
    this.#options = options;
    this.#line = line;
  }

  async answer({ message }: InboundModernRoute): Promise<Answer> {
    let early = true;
    const answered = new Promise<Answer>((resolve) => {
      this.#settle = (reply) => resolve({ status: statusOf(reply, early), body: reply });
      this.#gone = () => resolve(rpcError(499, -32603, 'The client left.'));
    });
    this.onmessage?.(message, this.#options);
    early = false;
    return answered;
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message) this.#line?.say(message);
    else this.#settle?.(message);
  }

  override async close(): Promise<void> {
    this.#gone?.();
    await super.close();
  }
}

/** What the client lacks is found out by the handler, and is a bad request all the same. */
const statusOf = (reply: JSONRPCMessage, early: boolean): number =>
  'error' in reply && (early || reply.error.code === missingCapability)
    ? (statusOfEarlyError[reply.error.code] ?? 200)
    : 200;
