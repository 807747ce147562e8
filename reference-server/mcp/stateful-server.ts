import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  CompleteRequestSchema,
  type CreateTaskResult,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type RequestId,
  type ServerNotification,
  type ServerRequest,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { LogLevel } from '../tools/talk.ts';
import { type Call, type Endpoint, serverInfo } from './call.ts';
import { callTool } from './call-tool.ts';
import { capabilitiesOf } from './capabilities.ts';
import { complete } from './complete.ts';
import { listTools } from './list-tools.ts';
import { getPrompt, listPrompts } from './prompts.ts';
import { listResources, listTemplates, mayFollow, readResource, UnknownResource } from './resources.ts';
import { statefulTalk, usualLogLevel } from './talk-stateful.ts';
import { beginTask, serveTasks, TakesNoTasks, taskCapability, taskVersions } from './task-requests.ts';
import { WrongParams } from './wrong-params.ts';

/** The versions that work in sessions, latest first. */
export const statefulVersions = ['2025-11-25', '2025-06-18', '2025-03-26'];

/** One for all sessions: the SDK would make one for each, at two fifths of what an `initialize` costs. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** What the handlers of one session share. */
interface Session {
  server: Server;
  endpoint: Endpoint;
  /** The HTTP request behind a message. */
  callOf(id: RequestId): Call;
  /** The resources whose changes the client follows. */
  followed: Set<string>;
}

export type SessionCapabilities = ReturnType<typeof sessionCapabilities>;

/** What is offered in sessions of a version. */
export const sessionCapabilities = ({ context }: Endpoint, version: string) => ({
  ...capabilitiesOf(context),
  ...(context.profile.features.includes('tasks') && taskVersions.includes(version) && { tasks: taskCapability }),
});

/** A server for one session: the SDK's own, with handlers of ours. */
export function createStatefulServer(
  endpoint: Endpoint,
  capabilities: SessionCapabilities,
  callOf: Session['callOf'],
  followed: Session['followed'] = new Set(),
): Server {
  const server = new Server(serverInfo, { capabilities, jsonSchemaValidator });
  const session = { server, endpoint, callOf, followed };
  const talkOf = serveLogging(session);
  server.setRequestHandler(ListToolsRequestSchema, ({ params }, extra) =>
    inItsWords(() => listTools(endpoint, callOf(extra.requestId), params?.cursor)),
  );
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) =>
    inItsWords<CallToolResult | CreateTaskResult>(() => {
      const call = callOf(extra.requestId);
      call.signal = call.signal ? AbortSignal.any([call.signal, extra.signal]) : extra.signal;
      if (params.task) return beginTask(endpoint, call, params, talkOf, extra, server);
      return callTool(endpoint, call, talkOf(call, extra), params);
    }),
  );
  if (capabilities.tasks) serveTasks(endpoint, server, callOf, inItsWords);
  if (capabilities.resources) serveResources(session);
  if (capabilities.prompts) servePrompts(session, talkOf);
  return server;
}

/** Gives what a handler says and asks while it runs. */
function serveLogging({ server, endpoint }: Session) {
  let level: LogLevel = usualLogLevel;
  if (endpoint.context.profile.features.includes('conversations')) {
    server.setRequestHandler(SetLevelRequestSchema, async ({ params }) => {
      level = params.level;
      return {};
    });
  }
  return (call: Call, extra: Extra) => statefulTalk(endpoint, call, { server, logLevel: () => level }, extra);
}

function serveResources({ server, endpoint, callOf, followed }: Session): void {
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => listResources(endpoint, callOf(requestId), params?.cursor)),
  );
  server.setRequestHandler(ListResourceTemplatesRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => listTemplates(endpoint, callOf(requestId), params?.cursor)),
  );
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => readResource(endpoint, callOf(requestId), params.uri), params.uri),
  );
  if (!endpoint.context.profile.templates) return;
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }, { requestId }) =>
    inItsWords(() => {
      if (!mayFollow(endpoint, callOf(requestId), uri)) throw new UnknownResource();
      followed.add(uri);
      return {};
    }, uri),
  );
  server.setRequestHandler(UnsubscribeRequestSchema, async ({ params }) => {
    followed.delete(params.uri);
    return {};
  });
}

function servePrompts({ server, endpoint, callOf }: Session, talkOf: ReturnType<typeof serveLogging>): void {
  server.setRequestHandler(ListPromptsRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => listPrompts(endpoint, callOf(requestId), params?.cursor)),
  );
  server.setRequestHandler(GetPromptRequestSchema, ({ params }, extra) =>
    inItsWords(() => {
      const call = callOf(extra.requestId);
      return getPrompt(endpoint, call, talkOf(call, extra), params);
    }),
  );
  server.setRequestHandler(CompleteRequestSchema, ({ params }, { requestId }) =>
    inItsWords(() => complete(endpoint, callOf(requestId), params)),
  );
}

/** MCP 2025-11-25, "Resources": one that is unknown is -32002. */
const resourceNotFound = -32002;

/** Tells what cannot be as errors of this era. */
async function inItsWords<Result>(run: () => Result | Promise<Result>, uri?: string): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UnknownResource) {
      throw Object.assign(new Error(error.message), { code: resourceNotFound, data: { uri } });
    }
    if (error instanceof TakesNoTasks) throw Object.assign(error, { code: ErrorCode.MethodNotFound });
    if (!(error instanceof WrongParams)) throw error;
    throw Object.assign(new Error(error.message), { code: ErrorCode.InvalidParams });
  }
}
