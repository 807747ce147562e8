import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { type Call, type Endpoint, serverInfo } from './call.ts';
import { callTool, UnknownTool } from './call-tool.ts';
import { listTools } from './list-tools.ts';
import { listResources, readResource, UnknownResource } from './resources.ts';

/** The versions that work in sessions, latest first. */
export const statefulVersions = ['2025-11-25', '2025-06-18', '2025-03-26'];

/** One for all sessions: the SDK would make one for each, at two fifths of what an `initialize` costs. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** A server for one session: the SDK's own, with our two handlers. `callOf` finds the HTTP request behind a message. */
export function createStatefulServer(endpoint: Endpoint, callOf: (id: RequestId) => Call): Server {
  const { behaviours, profile } = endpoint.context;
  const listChanged = behaviours.listChangesAreDeclared(profile.features.includes('add-on'));
  const server = new Server(serverInfo, {
    capabilities: { tools: listChanged ? { listChanged } : {}, ...(profile.resources && { resources: {} }) },
    jsonSchemaValidator,
  });
  server.setRequestHandler(ListToolsRequestSchema, async (_request, { requestId }) => ({
    tools: await listTools(endpoint, callOf(requestId)),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { requestId }) => {
    try {
      return await callTool(endpoint, callOf(requestId), params.name, params.arguments);
    } catch (error) {
      if (error instanceof UnknownTool)
        throw Object.assign(new Error(error.message), { code: ErrorCode.InvalidParams });
      throw error;
    }
  });
  if (profile.resources) serveResources(server, endpoint, callOf);
  return server;
}

/** MCP 2025-11-25, "Resources": one that is unknown is -32002. */
const resourceNotFound = -32002;

function serveResources(server: Server, endpoint: Endpoint, callOf: (id: RequestId) => Call): void {
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: listResources(endpoint) }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({ resourceTemplates: [] }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, { requestId }) => {
    try {
      return readResource(endpoint, callOf(requestId), params.uri);
    } catch (error) {
      if (!(error instanceof UnknownResource)) throw error;
      throw Object.assign(new Error(error.message), { code: resourceNotFound, data: { uri: params.uri } });
    }
  });
}
