import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { classifyInboundRequest } from '@modelcontextprotocol/server';
import type { GatewayContext } from '../context.ts';
import { createConfirmations } from '../orders/confirmations.ts';
import { createCursors } from '../partners/cursors.ts';
import { createTasks } from '../tasks/tasks.ts';
import { registryOf } from '../tools/registry.ts';
import { createBrokerApi } from '../upstream/broker-api.ts';
import { UpstreamUnavailable } from '../upstream/upstream-gone.ts';
import { createAddonWatch } from './addon-watch.ts';
import { type Answer, problem, rpcError } from './answer.ts';
import { finish, lineOn } from './answer-stream.ts';
import { authenticate, type Caller } from './bearer.ts';
import type { Call, Endpoint, Message } from './call.ts';
import { openTo } from './cross-origin.ts';
import { tooManyStreams } from './event-stream.ts';
import { guardCall } from './guard.ts';
import { createLimit } from './limit.ts';
import { listen } from './listen.ts';
import { readMessage } from './message.ts';
import { createNews } from './news.ts';
import { checkParamHeaders } from './param-headers.ts';
import { createPlaceCheck } from './place.ts';
import { createRequestStates } from './request-state.ts';
import { checkStandardHeaders, headerOf } from './standard-headers.ts';
import { createStatefulEra } from './stateful.ts';
import { answerStateless } from './stateless.ts';
import { createWindows } from './windows.ts';

/** The MCP endpoint as an HTTP handler; mount it without a body parser in front. */
export interface McpEndpoint {
  (req: IncomingMessage, res: ServerResponse): void;
  /** Ends all sessions and streams, and the connections to the brokerage. */
  close(): void;
}

/** Serves both eras of MCP on one URL. Every request passes the same edge: place, token, body; then its era. */
export function createMcpEndpoint(context: GatewayContext): McpEndpoint {
  const broker = createBrokerApi(context.brokerOrigin);
  const limit = createLimit(context);
  const windows = createWindows(context);
  const confirmations = createConfirmations(context);
  const cursors = createCursors(context.state, context.random);
  const requestStates = createRequestStates(context);
  const tasks = createTasks(context);
  const addon = createAddonWatch(context);
  const streams = new Map<() => void, string>();
  const checkPlace = createPlaceCheck(context);
  const endpoint: Endpoint = {
    context,
    broker,
    limit,
    windows,
    confirmations,
    cursors,
    requestStates,
    news: createNews<readonly string[]>(),
    tasks,
    addon,
    streams,
    get registry() {
      return registryOf(context.profile.tools);
    },
  };
  const stateful = createStatefulEra(endpoint);

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<Answer | undefined> {
    const misplaced = checkPlace(req);
    if (misplaced) return misplaced;
    const caller = await authenticate(context, req);
    if ('status' in caller) return caller;
    if (req.method === 'GET') return stateful.get(req, res, caller);
    if (req.method === 'DELETE') return stateful.delete(req, caller);
    const read = await readMessage(context, req);
    return 'status' in read ? read : dispatch(req, res, caller, read.message);
  }

  async function dispatch(req: IncomingMessage, res: ServerResponse, caller: Caller, body: unknown) {
    if (!context.behaviours.bodyIsOneMessage(Array.isArray(body))) {
      return rpcError(400, -32600, 'A body is one JSON-RPC message, not a batch.');
    }
    const route = classifyInboundRequest({
      httpMethod: 'POST',
      protocolVersionHeader: headerOf(req.headers, 'mcp-protocol-version'),
      mcpMethodHeader: headerOf(req.headers, 'mcp-method'),
      mcpNameHeader: headerOf(req.headers, 'mcp-name'),
      body,
    });
    if (route.kind === 'reject') return rpcError(route.httpStatus, route.code, route.message, idOf(body), route.data);
    const line = context.behaviours.answerIsAcceptable(req.headers.accept, 'text/event-stream')
      ? { line: lineOn(res) }
      : {};
    if (route.kind === 'legacy' && route.reason === 'response') return stateful.respond(req, caller, body as Message);
    if (route.kind === 'legacy') {
      return stateful.post(req, { ...caller, ...line, signal: leaving(context, res, true) }, body as Message);
    }
    const message = route.message as Message;
    const wrong =
      checkStandardHeaders(context, req.headers, route) ?? checkParamHeaders(endpoint, req.headers, message);
    if (wrong) return wrong;
    if (route.messageKind === 'request' && message.method === 'subscriptions/listen') {
      return tooManyStreams(endpoint, caller) ?? listen(endpoint, caller, res, plain(req.headers), route.message);
    }
    const call: Call = { ...caller, ...line, signal: leaving(context, res, false) };
    const source = { address: req.socket.remoteAddress };
    return (await guardCall(endpoint, call, message, source)) ?? answerStateless(endpoint, call, route);
  }

  function clear(): void {
    stateful.clear();
    for (const end of [...streams.keys()]) end();
    limit.clear();
    windows.clear();
    addon.clear();
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (openTo(context.allowedOrigins, req, res)) return;
    const answer = await handle(req, res).catch(failed);
    if (answer) finish(res, answer);
  }
  context.onReset(clear);
  const close = () => {
    clear();
    broker.close();
  };
  return Object.assign((req: IncomingMessage, res: ServerResponse) => void serve(req, res), { close });
}

/** A brokerage that does not answer, when its keys or an exchange are needed, is no verdict on the token: not 401. */
function failed(error: unknown): Answer {
  if (!(error instanceof UpstreamUnavailable)) return rpcError(500, -32603, 'Internal error');
  const description = 'The brokerage cannot be reached now. Try again in a moment.';
  return problem(503, 'temporarily_unavailable', description, { 'retry-after': '5' });
}

/** Whether whoever hangs up has cancelled is another matter in each era. */
function leaving({ behaviours }: GatewayContext, res: ServerResponse, inASession: boolean): AbortSignal {
  const controller = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished && behaviours.hangingUpCancels(inASession)) controller.abort();
  });
  return controller.signal;
}

function idOf(body: unknown): unknown {
  const id = (body as { id?: unknown } | null)?.id;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
