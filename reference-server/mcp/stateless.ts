import {
  type InboundModernRoute,
  type JSONRPCMessage,
  PerRequestHTTPServerTransport,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { type Answer, rpcError } from './answer.ts';
import { type Call, type Endpoint, serverInfo } from './call.ts';
import { callTool, UnknownTool } from './call-tool.ts';
import { listTools } from './list-tools.ts';
import { listResources, readResource, UnknownResource } from './resources.ts';

/** The versions that work without a session. */
export const statelessVersions = ['2026-07-28'];

/** HTTP statuses of errors that are found before a handler runs (MCP 2026-07-28, "Server Validation"). */
const statusOfEarlyError: Record<number, number> = {
  [-32600]: 400,
  [-32601]: 404,
  [-32020]: 400,
  [-32021]: 400,
  [-32022]: 400,
};

const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** Answers one request of the stateless era. */
export async function answerStateless(endpoint: Endpoint, call: Call, route: InboundModernRoute): Promise<Answer> {
  if (route.messageKind === 'notification') return { status: 202 };
  const server = createStatelessServer(endpoint, call);
  const exchange = new Exchange({ classification: route.classification });
  await server.connect(exchange);
  call.signal?.addEventListener('abort', () => void server.close(), { once: true });
  // A server that has answered holds nothing open: closing it would cost more than the call.
  const answer = await exchange.answer(route);
  return call.problem ?? answer;
}

/** A server for one request: the SDK's own, with our two handlers. */
export function createStatelessServer(endpoint: Endpoint, call: Call): Server {
  const { behaviours, profile } = endpoint.context;
  const listChanged = behaviours.listChangesAreDeclared(profile.features.includes('add-on'));
  const hint = { ttlMs: 0, cacheScope: behaviours.cacheScopeIsPrivate() };
  const server = new Server(serverInfo, {
    capabilities: { tools: listChanged ? { listChanged } : {}, ...(profile.resources && { resources: {} }) },
    supportedProtocolVersions: statelessVersions,
    cacheHints: {
      'tools/list': hint,
      'server/discover': hint,
      ...(profile.resources && { 'resources/list': hint, 'resources/templates/list': hint, 'resources/read': hint }),
    },
    jsonSchemaValidator,
  });
  server.setRequestHandler('tools/list', async () => ({ tools: await listTools(endpoint, call) }));
  server.setRequestHandler('tools/call', async ({ params }) => {
    try {
      return await callTool(endpoint, call, params.name, params.arguments);
    } catch (error) {
      if (error instanceof UnknownTool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
  if (profile.resources) serveResources(server, endpoint, call);
  return server;
}

/** MCP 2026-07-28: a resource that is unknown is -32602, and the earlier code is retired. */
function serveResources(server: Server, endpoint: Endpoint, call: Call): void {
  server.setRequestHandler('resources/list', async () => ({ resources: listResources(endpoint) }));
  server.setRequestHandler('resources/templates/list', async () => ({ resourceTemplates: [] }));
  server.setRequestHandler('resources/read', async ({ params }) => {
    try {
      return readResource(endpoint, call, params.uri);
    } catch (error) {
      if (!(error instanceof UnknownResource)) throw error;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message, { uri: params.uri });
    }
  });
}

/**
 * The SDK's transport for one exchange, with the answer kept as the message it is: the HTTP status is decided after the
 * tool ran, and no web `Request` and `Response` are made for it.
 */
class Exchange extends PerRequestHTTPServerTransport {
  #settle: ((message: JSONRPCMessage) => void) | undefined;
  #gone: (() => void) | undefined;
  readonly #options: { classification: InboundModernRoute['classification'] };

  constructor(options: { classification: InboundModernRoute['classification'] }) {
    super(options);
    this.#options = options;
  }

  async answer({ message }: InboundModernRoute): Promise<Answer> {
    let early = true;
    const answered = new Promise<Answer>((resolve) => {
      this.#settle = (reply) => resolve({ status: early ? statusOf(reply) : 200, body: reply });
      this.#gone = () => resolve(rpcError(499, -32603, 'The client left.'));
    });
    this.onmessage?.(message, this.#options);
    early = false;
    return answered;
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    if ('id' in message && !('method' in message)) this.#settle?.(message);
  }

  override async close(): Promise<void> {
    this.#gone?.();
    await super.close();
  }
}

const statusOf = (reply: JSONRPCMessage): number =>
  'error' in reply ? (statusOfEarlyError[reply.error.code] ?? 200) : 200;
