import { randomUUID } from 'node:crypto';
import type { OAuthResourceAuth } from '@cloudflare/workers-oauth-provider';
import { localhostHostValidation } from '@modelcontextprotocol/node';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { z } from 'zod';
import { listen, people, type Witness } from '../witness.ts';
import { answer } from './answer.ts';
import { memoryStore } from './memory-store.ts';
import { OFFERED, pages, SCOPES } from './pages.ts';
import { providerPackage } from './provider-package.ts';

const text = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] });
const symbol = z.string().regex(/^[A-Z.]{1,10}$/);

function mcpServer(): McpServer {
  const mcp = new McpServer({ name: 'opaque-desk', version: '1.0.0' });
  const reads = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
  const trades = { readOnlyHint: false, destructiveHint: true, idempotentHint: false };
  mcp.registerTool('positions.list', { description: 'Lists paper positions.', annotations: reads }, () => text([]));
  mcp.registerTool(
    'quotes.latest',
    { description: 'The latest quote of a symbol.', inputSchema: { symbol }, annotations: reads },
    (asked) => text({ symbol: asked.symbol, bid: '101.20', ask: '101.30' }),
  );
  mcp.registerTool(
    'shares.buy',
    {
      description: 'Buys shares on paper.',
      inputSchema: { symbol, count: z.number().int().positive().max(1000) },
      annotations: trades,
    },
    ({ count, symbol: bought }) => text({ bought, count }),
  );
  return mcp;
}

/** The protected resource: a session belongs to the user who opened it, and trades need a scope of their own. */
function mcpHandler(
  insufficientScope: typeof import('@cloudflare/workers-oauth-provider').insufficientScope,
  origin: string,
) {
  const sessions = new Map<string, { transport: Transport; user: string | undefined }>();
  return async (request: Request, auth: OAuthResourceAuth): Promise<Response> => {
    const message = await request
      .clone()
      .json()
      .catch(() => undefined);
    const isTrade = message?.method === 'tools/call' && message.params?.name === 'shares.buy';
    if (isTrade && !auth.scope.includes(SCOPES[1]!)) return insufficientScope(auth, SCOPES);
    const id = request.headers.get('mcp-session-id');
    const known = id === null ? undefined : sessions.get(id);
    if (id !== null && known?.user !== auth.userId) {
      const error = { code: -32001, message: 'Session not found' };
      return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 });
    }
    if (known) return known.transport.handleRequest(request);
    const transport = new Transport({
      sessionIdGenerator: () => randomUUID(),
      enableDnsRebindingProtection: true,
      allowedOrigins: [origin],
      onsessioninitialized: (made) => void sessions.set(made, { transport, user: auth.userId }),
      onsessionclosed: (ended) => void sessions.delete(ended),
    });
    await mcpServer().connect(transport as Parameters<McpServer['connect']>[0]);
    return transport.handleRequest(request);
  };
}

/**
 * An authorization server for MCP written for another platform: opaque tokens, confidential clients unless they say
 * otherwise, one grant for each user and client, consent that is remembered. The MCP side speaks 2025-11-25 only.
 */
export async function startOpaque(): Promise<Witness> {
  const [at, { OAuthProvider, insufficientScope }, page] = await Promise.all([listen(), providerPackage(), pages()]);
  const mcp = mcpHandler(insufficientScope, at.origin);
  const provider = new OAuthProvider({
    apiRoute: '/mcp',
    apiHandler: {
      fetch: (request: Request, _env: unknown, ctx: { auth: OAuthResourceAuth }) => mcp(request, ctx.auth),
    },
    defaultHandler: { fetch: page },
    authorizeEndpoint: '/authorize',
    tokenEndpoint: '/oauth/token',
    clientRegistrationEndpoint: '/oauth/register',
    scopesSupported: OFFERED,
    resourceMetadata: { resource: `${at.origin}/mcp`, authorization_servers: [at.origin] },
    requiredScopes: SCOPES.slice(0, 1),
    onError: () => undefined,
  });
  const env = { OAUTH_KV: memoryStore() };
  const context = { waitUntil: (_work: Promise<unknown>) => undefined };
  const hostIsRight = localhostHostValidation();
  at.respond = (req, res) =>
    void (hostIsRight(req, res) && answer(req, res, (request) => provider.fetch(request, env, context)));
  return { url: `${at.origin}/mcp`, users: people, close: at.close };
}
