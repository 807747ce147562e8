import { ProtocolError, ProtocolErrorCode, Server, type ServerContext } from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { type Call, type Endpoint, serverInfo } from './call.ts';
import { callTool } from './call-tool.ts';
import { capabilitiesOf } from './capabilities.ts';
import { complete } from './complete.ts';
import { listTools } from './list-tools.ts';
import { getPrompt, listPrompts } from './prompts.ts';
import { listResources, listTemplates, readResource, UnknownResource } from './resources.ts';
import { InputRequired, statelessTalk } from './talk-stateless.ts';
import { WrongParams } from './wrong-params.ts';

/** The versions that work without a session. */
export const statelessVersions = ['2026-07-28'];

const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** A server for one request: the SDK's own, with handlers of ours. */
export function createStatelessServer(endpoint: Endpoint, call: Call): Server {
  const hint = { ttlMs: 0, cacheScope: endpoint.context.behaviours.cacheScopeIsPrivate() };
  const capabilities = capabilitiesOf(endpoint.context);
  const server = new Server(serverInfo, {
    capabilities,
    supportedProtocolVersions: statelessVersions,
    cacheHints: {
      'tools/list': hint,
      'server/discover': hint,
      ...(capabilities.prompts && { 'prompts/list': hint }),
      ...(capabilities.resources && {
        'resources/list': hint,
        'resources/templates/list': hint,
        'resources/read': hint,
      }),
    },
    jsonSchemaValidator,
  });
  const talkOf = (params: object, context: ServerContext) => statelessTalk(endpoint, call, params, context);
  server.setRequestHandler('tools/list', ({ params }) => inItsWords(() => listTools(endpoint, call, params?.cursor)));
  server.setRequestHandler('tools/call', ({ params }, context) =>
    orAsked(() => callTool(endpoint, call, talkOf(params, context), params)),
  );
  if (capabilities.resources) serveResources(server, endpoint, call);
  if (capabilities.prompts) servePrompts(server, endpoint, call, talkOf);
  return server;
}

function serveResources(server: Server, endpoint: Endpoint, call: Call): void {
  server.setRequestHandler('resources/list', ({ params }) =>
    inItsWords(() => listResources(endpoint, call, params?.cursor)),
  );
  server.setRequestHandler('resources/templates/list', ({ params }) =>
    inItsWords(() => listTemplates(endpoint, call, params?.cursor)),
  );
  server.setRequestHandler('resources/read', ({ params }) =>
    inItsWords(() => readResource(endpoint, call, params.uri), params.uri),
  );
}

function servePrompts(
  server: Server,
  endpoint: Endpoint,
  call: Call,
  talkOf: (params: object, context: ServerContext) => ReturnType<typeof statelessTalk>,
): void {
  server.setRequestHandler('prompts/list', ({ params }) =>
    inItsWords(() => listPrompts(endpoint, call, params?.cursor)),
  );
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    orAsked(() => getPrompt(endpoint, call, talkOf(params, context), params)),
  );
  server.setRequestHandler('completion/complete', ({ params }) => inItsWords(() => complete(endpoint, call, params)));
}

/** What a handler gives, or what it has to ask for first. */
async function orAsked<Result>(run: () => Promise<Result>) {
  try {
    return await inItsWords(run);
  } catch (error) {
    if (error instanceof InputRequired) return error.result;
    throw error;
  }
}

/** Tells what cannot be as errors of this era. An unknown resource is -32602, and the earlier code is retired. */
async function inItsWords<Result>(run: () => Result | Promise<Result>, uri?: string): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UnknownResource) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message, { uri });
    }
    if (!(error instanceof WrongParams)) throw error;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
  }
}
