import type { IncomingMessage, ServerResponse } from 'node:http';
import { CallToolRequestSchema, type JSONRPCMessage, type RequestId } from '@modelcontextprotocol/sdk/types.js';
import { type Answer, rpcError } from './answer.ts';
import type { Caller } from './bearer.ts';
import type { Call, Endpoint, Message } from './call.ts';
import { openStream, type Stream, tooManyStreams } from './event-stream.ts';
import { guardCall } from './guard.ts';
import { createWire, type Wire } from './session-wire.ts';
import { createSessions, type SessionEntry } from './sessions.ts';
import { headerOf } from './standard-headers.ts';
import { createStatefulServer, statefulVersions } from './stateful-server.ts';

interface Session extends SessionEntry {
  wire: Wire;
  /** The HTTP requests whose answers are awaited. */
  calls: Map<RequestId, Call>;
  stream: Stream | undefined;
  announceListChange(): void;
}

/** MCP 2025-11-25 tasks: who declares none answers a call for one as any other. The SDK would call it an internal error. */
function withoutTask(message: Message): Message {
  const { task: _passedOver, ...params } = message.params ?? {};
  return _passedOver === undefined ? message : { ...message, params };
}

/** MCP 2025-11-25 and earlier: `initialize`, `Mcp-Session-Id`, the GET stream, DELETE. */
export function createStatefulEra(endpoint: Endpoint) {
  const { behaviours } = endpoint.context;
  const sessions = createSessions<Session>(endpoint.context);

  async function post(req: IncomingMessage, caller: Caller, message: Message): Promise<Answer> {
    if (message.method === 'initialize' && headerOf(req.headers, 'mcp-session-id') === undefined) {
      return initialize(caller, message);
    }
    const session = sessionOf(req, caller, message.id);
    if ('status' in session) return session;
    if (message.method === 'initialize') return rpcError(400, -32600, 'This session is initialized.', message.id);
    if (message.id === undefined) {
      session.wire.deliver(message as JSONRPCMessage);
      return { status: 202 };
    }
    if (!behaviours.requestIdIsNotInFlight(session.wire.isWaitingFor(message.id))) {
      return rpcError(400, -32600, `Request id ${JSON.stringify(message.id)} is in flight: use another.`, message.id);
    }
    if (message.method === 'tools/call' && !CallToolRequestSchema.safeParse(message).success) {
      // Said here, because the SDK would call it an internal error.
      return rpcError(200, -32602, 'tools/call takes a name and an object of arguments.', message.id);
    }
    const call: Call = { ...caller };
    const source = { session: session.id, address: req.socket.remoteAddress };
    return (await guardCall(endpoint, call, message, source)) ?? exchange(session, call, withoutTask(message));
  }

  async function initialize(caller: Caller, message: Message): Promise<Answer> {
    if (message.id === undefined) return rpcError(400, -32600, 'initialize is a request and needs an id.');
    const session = sessions.add(caller, (entry) => createSession(endpoint, entry));
    const asked = String(message.params?.protocolVersion);
    const protocolVersion = behaviours.negotiatedVersionIsServed(asked, statefulVersions);
    const call: Call = { ...caller };
    const negotiable = { ...message, params: { ...message.params, protocolVersion } };
    const answer = await exchange(session, call, negotiable);
    const failed = answer.status !== 200 || 'error' in (answer.body as JSONRPCMessage);
    if (failed) sessions.remove(session);
    return failed ? answer : { ...answer, headers: { 'mcp-session-id': session.id } };
  }

  async function exchange(session: Session, call: Call, message: Message): Promise<Answer> {
    const id = message.id!;
    session.calls.set(id, call);
    const body = await session.wire.exchange(message as JSONRPCMessage, id);
    session.calls.delete(id);
    if (call.problem) return call.problem;
    return body === undefined ? { status: 202 } : { status: 200, body };
  }

  /** The session that the request names, or why it has none. */
  function sessionOf(req: IncomingMessage, caller: Caller, messageId?: RequestId): Session | Answer {
    const version = headerOf(req.headers, 'mcp-protocol-version');
    if (!behaviours.protocolVersionIsSupported(version, statefulVersions)) {
      const served = statefulVersions.join(', ');
      return rpcError(400, -32600, `MCP-Protocol-Version ${version} is not served in a session: ${served}.`, messageId);
    }
    const id = headerOf(req.headers, 'mcp-session-id');
    if (!behaviours.sessionIdIsRequired(id)) {
      return rpcError(400, -32600, 'Mcp-Session-Id is missing: initialize first.', messageId);
    }
    const session = sessions.find(id ?? '', caller);
    const gone = 'There is no such session: initialize a new one.';
    return session ?? rpcError(behaviours.unknownSessionIs404(), -32600, gone, messageId);
  }

  /** The stream for what the server says unasked: here, that the list of tools changed. */
  function get(req: IncomingMessage, res: ServerResponse, caller: Caller): Answer | undefined {
    if (!behaviours.answerIsAcceptable(req.headers.accept, 'text/event-stream')) {
      return rpcError(406, -32600, 'Accept must include text/event-stream.');
    }
    const session = sessionOf(req, caller);
    if ('status' in session) return session;
    if (session.stream) return rpcError(409, -32600, 'This session has its stream already.');
    const full = tooManyStreams(endpoint, caller);
    if (full) return full;
    const stream = openStream(endpoint, caller, res, { 'mcp-session-id': session.id }, session.announceListChange);
    session.stream = stream;
    session.wire.onUnasked = stream.write;
    stream.onEnd(() => {
      session.stream = undefined;
      session.wire.onUnasked = undefined;
    });
    return undefined;
  }

  function remove(req: IncomingMessage, caller: Caller): Answer {
    const session = sessionOf(req, caller);
    if ('status' in session) return session;
    if (behaviours.deleteEndsTheSession(true)) sessions.remove(session);
    return { status: 204 };
  }

  return { post, get, delete: remove, clear: sessions.clear, count: sessions.count };
}

function createSession(endpoint: Endpoint, entry: Omit<SessionEntry, 'end'>): Session {
  const wire = createWire();
  const calls = new Map<RequestId, Call>();
  const server = createStatefulServer(endpoint, (id) => calls.get(id)!);
  void server.connect(wire);
  const session: Session = {
    ...entry,
    wire,
    calls,
    stream: undefined,
    announceListChange: () => void server.sendToolListChanged(),
    end() {
      session.stream?.end();
      void server.close();
    },
  };
  return session;
}
