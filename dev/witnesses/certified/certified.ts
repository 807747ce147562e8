import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import {
  getOAuthProtectedResourceMetadataUrl,
  mcpAuthMetadataRouter,
} from '@modelcontextprotocol/sdk/server/auth/router.js';
import { createMcpHandler, type McpHttpHandler, McpServer } from '@modelcontextprotocol/server';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { listen, people, type Witness } from '../witness.ts';
import { authorizationServer, SCOPES } from './authorization-server.ts';

const text = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] });

function mcpServer(): McpServer {
  const mcp = new McpServer({ name: 'certified-desk', version: '1.0.0' });
  const reads = { readOnlyHint: true, openWorldHint: false };
  mcp.registerTool('get_portfolio', { description: 'What is held on paper.', annotations: reads }, () => text([]));
  mcp.registerTool(
    'get_quote',
    {
      description: 'The last price of a symbol.',
      inputSchema: z.object({ symbol: z.string().min(1).max(12) }),
      outputSchema: z.object({ symbol: z.string(), price: z.string() }),
      annotations: reads,
    },
    ({ symbol }) => ({ ...text({ symbol, price: '101.25' }), structuredContent: { symbol, price: '101.25' } }),
  );
  mcp.registerTool(
    'submit_order',
    {
      description: 'Submits an order on paper.',
      inputSchema: z.object({ symbol: z.string().min(1).max(12), shares: z.number().int().positive() }),
      annotations: { readOnlyHint: false, destructiveHint: true },
    },
    ({ symbol, shares }) => text({ order: 'accepted', symbol, shares }),
  );
  return mcp;
}

/** The MCP handler behind a look at the scope: orders need one of their own. */
function scoped(handler: McpHttpHandler, resourceMetadataUrl: string): Pick<McpHttpHandler, 'fetch'> {
  const [reads, orders] = SCOPES;
  const challenge = `Bearer error="insufficient_scope", scope="${reads} ${orders}", resource_metadata="${resourceMetadataUrl}"`;
  return {
    async fetch(request, options) {
      const message = await request
        .clone()
        .json()
        .catch(() => undefined);
      const isOrder = message?.method === 'tools/call' && message.params?.name === 'submit_order';
      if (!isOrder || options?.authInfo?.scopes.includes(orders!)) return handler.fetch(request, options);
      const headers = { 'WWW-Authenticate': challenge };
      return Response.json({ error: 'insufficient_scope' }, { status: 403, headers });
    },
  };
}

/**
 * A certified authorization server at an origin of its own, JWT access tokens, and the official SDK's stateless line as
 * the resource, which serves both eras on one URL.
 */
export async function startCertified(): Promise<Witness> {
  const [door, desk] = await Promise.all([listen(), listen()]);
  const mcpUrl = new URL(`${desk.origin}/mcp`);
  door.respond = authorizationServer(door.origin, mcpUrl.href);
  const oauthMetadata = await (await fetch(`${door.origin}/.well-known/openid-configuration`)).json();
  const keys = createRemoteJWKSet(new URL(oauthMetadata.jwks_uri));
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(mcpUrl);
  const verifier = {
    async verifyAccessToken(token: string) {
      const expected = { issuer: door.origin, audience: mcpUrl.href, typ: 'at+jwt' };
      const { payload } = await jwtVerify(token, keys, expected).catch(() => {
        throw new InvalidTokenError('The token is not good here');
      });
      const { client_id: clientId, scope = '', exp: expiresAt } = payload;
      return { token, clientId: String(clientId), scopes: String(scope).split(' '), expiresAt: Number(expiresAt) };
    },
  };
  const app = express();
  const [hostIsRight, originIsRight] = [localhostHostValidation(), localhostOriginValidation()];
  app.use((req, res, next) => void (hostIsRight(req, res) && next()));
  app.use(mcpAuthMetadataRouter({ oauthMetadata, resourceServerUrl: mcpUrl, scopesSupported: SCOPES }));
  app.all(
    '/mcp',
    (req, res, next) => void (originIsRight(req, res) && next()),
    requireBearerAuth({ verifier, requiredScopes: [SCOPES[0]!], resourceMetadataUrl }),
    (req, res) => mcp(req, res),
  );
  const handler = createMcpHandler(mcpServer);
  const mcp = toNodeHandler(scoped(handler, resourceMetadataUrl));
  desk.respond = app;
  return {
    url: mcpUrl.href,
    users: people,
    close: async () => void (await Promise.all([handler.close(), door.close(), desk.close()])),
  };
}
