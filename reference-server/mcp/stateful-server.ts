import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { type Call, type Endpoint, serverInfo } from './call.ts';
import { callTool, UnknownTool } from './call-tool.ts';
import { listTools } from './list-tools.ts';

/** The versions that work in sessions, latest first. */
export const statefulVersions = ['2025-11-25', '2025-06-18', '2025-03-26'];

/** One for all sessions: the SDK would make one for each, at two fifths of what an `initialize` costs. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** A server for one session: the SDK's own, with our two handlers. `callOf` finds the HTTP request behind a message. */
export function createStatefulServer(endpoint: Endpoint, callOf: (id: RequestId) => Call): Server {
  const { behaviours, profile } = endpoint.context;
  const listChanged = behaviours.listChangesAreDeclared(profile.features.includes('add-on'));
  const server = new Server(serverInfo, {
    capabilities: { tools: listChanged ? { listChanged } : {} },
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
  return server;
}
