import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';
import { type Answer, rpcError } from './answer.ts';
import type { Caller } from './bearer.ts';
import type { Call, Endpoint, Message } from './call.ts';
import { openStream, type Stream, tooManyStreams } from './event-stream.ts';
import { guardCall } from './guard.ts';
import { paramsProblem } from './params.ts';
import { createWire, type Wire } from './session-wire.ts';
import { createSessions, type SessionEntry } from './sessions.ts';
import { headerOf } from './standard-headers.ts';
import {
  createStatefulServer,
  type SessionCapabilities,
  sessionCapabilities,
  statefulVersions,
} from './stateful-server.ts';

interface Session extends SessionEntry {
  /** What was declared when it was opened. */
  capabilities: SessionCapabilities;
  wire: Wire;
  /** The HTTP requests whose answers are awaited. */
  calls: Map<RequestId, Call>;
  stream: Stream | undefined;
  announceListChange(): void;
}

/** MCP 2025-11-25 and earlier: `initialize`, `Mcp-Session-Id`, the GET stream, DELETE. */
export function createStatefulEra(endpoint: Endpoint) {
  const { behaviours } = endpoint.context;
  const sessions = createSessions<Session>(endpoint.context);

  async function post(req: IncomingMessage, caller: Call, message: Message): Promise<Answer> {
    if (message.method === 'initialize' && headerOf(req.headers, 'mcp-session-id') === undefined) {
      return initialize(caller, message);
    }
    const session = sessionOf(req, caller, message.id);
    if ('status' in session) return session;
    if (message.method === 'initialize') return rpcError(400, -32600, 'This session is initialized.', message.id);
    if (message.id === undefined) {
      if (message.method === 'notifications/cancelled') cancel(session, message);
      else session.wire.deliver(message as JSONRPCMessage);
      return { status: 202 };
    }
    if (!behaviours.requestIdIsNotInFlight(session.wire.isWaitingFor(message.id))) {
      return rpcError(400, -32600, `Request id ${JSON.stringify(message.id)} is in flight: use another.`, message.id);
    }
    const wrong = paramsProblem(session.capabilities, message);
    if (wrong) return rpcError(200, -32602, wrong, message.id);
    const call: Call = { ...caller, mayTakeTasks: session.capabilities.tasks !== undefined };
    const source = { session: session.id, address: req.socket.remoteAddress };
    return (await guardCall(endpoint, call, message, source)) ?? exchange(session, call, message);
  }

  function cancel(session: Session, message: Message): void {
    const [underWay] = session.calls.keys();
    const requestId = behaviours.cancelledIsTheOneNamed(message.params?.requestId, underWay);
    const named = { ...message, params: { ...message.params, requestId } };
    if (behaviours.cancelledRequestStops(true)) session.wire.deliver(named as JSONRPCMessage);
  }

  async function initialize(caller: Call, message: Message): Promise<Answer> {
    if (message.id === undefined) return rpcError(400, -32600, 'initialize is a request and needs an id.');
    const asked = String(message.params?.protocolVersion);
    const protocolVersion = behaviours.negotiatedVersionIsServed(asked, statefulVersions);
    const session = sessions.add(caller, (entry) => createSession(endpoint, entry, protocolVersion));
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
    if (call.problem && !call.line?.isOpen) return call.problem;
    return body === undefined ? { status: 202 } : { status: 200, body };
  }

  /** An answer of the client to what it was asked in a session; without one there is nobody who asked. */
  function respond(req: IncomingMessage, caller: Caller, message: Message): Answer {
    if (headerOf(req.headers, 'mcp-session-id') === undefined) return { status: 202 };
    const session = sessionOf(req, caller);
    if ('status' in session) return session;
    session.wire.deliver(message as JSONRPCMessage);
    return { status: 202 };
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

  return { post, respond, get, delete: remove, clear: sessions.clear, count: sessions.count };
}

function createSession(endpoint: Endpoint, entry: Omit<SessionEntry, 'end'>, version: string): Session {
  const capabilities = sessionCapabilities(endpoint, version);
  const wire = createWire(endpoint.context.behaviours, { hasTasks: capabilities.tasks !== undefined });
  const calls = new Map<RequestId, Call>();
  wire.onRelated = (id, message) => calls.get(id)?.line?.say(message);
  const followed = new Set<string>();
  const server = createStatefulServer(endpoint, capabilities, (id) => calls.get(id)!, followed);
  const { changeIsToldToFollowers } = endpoint.context.behaviours;
  const stopFollowing = endpoint.news.follow(entry.userId, (uris) => {
    for (const uri of uris) if (changeIsToldToFollowers(followed.has(uri))) void server.sendResourceUpdated({ uri });
  });
  const stopFollowingTasks = endpoint.tasks.news.follow(entry.grantId, (task) => {
    void server.notification({ method: 'notifications/tasks/status', params: task });
  });
  void server.connect(wire);
  const session: Session = {
    ...entry,
    capabilities,
    wire,
    calls,
    stream: undefined,
    announceListChange: () => void server.sendToolListChanged(),
    end() {
      stopFollowing();
      stopFollowingTasks();
      session.stream?.end();
      void server.close();
    },
  };
  return session;
}
