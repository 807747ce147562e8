import { randomUUID } from 'node:crypto';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { errorPage, pageHeaders } from '../pages.ts';
import { listen, people, type Witness } from '../witness.ts';
import { createProvider, SCOPE } from './provider.ts';

function mcpServer(): McpServer {
  const mcp = new McpServer({ name: 'paper-desk', version: '1.0.0' });
  const reads = { readOnlyHint: true, openWorldHint: false };
  const text = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] });
  mcp.registerTool('holdings', { description: 'What is held on paper.', annotations: reads }, () => text([]));
  mcp.registerTool(
    'last_price',
    { description: 'The last price of a symbol.', inputSchema: { symbol: z.string().min(1) }, annotations: reads },
    ({ symbol }) => text({ symbol, price: '101.25' }),
  );
  return mcp;
}

/** One transport a session, in the way of the SDK's own examples. */
function sessions() {
  const open = new Map<string, StreamableHTTPServerTransport>();
  return async (req: Request, res: Response): Promise<void> => {
    const known = open.get(String(req.headers['mcp-session-id']));
    if (req.headers['mcp-session-id'] && !known) {
      res.status(404).json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } });
      return;
    }
    if (known) return known.handleRequest(req, res, req.body);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void open.set(id, transport),
      onsessionclosed: (id) => void open.delete(id),
    });
    await mcpServer().connect(transport as Parameters<McpServer['connect']>[0]);
    return transport.handleRequest(req, res, req.body);
  };
}

/** The official SDK's own OAuth router with the limits that it ships with, before its own server and transport. */
export async function startRouter(): Promise<Witness> {
  const at = await listen();
  const resourceServerUrl = new URL(`${at.origin}/mcp`);
  const { provider, signIn, decide } = createProvider(resourceServerUrl);
  const app = createMcpExpressApp();
  app.use(mcpAuthRouter({ provider, issuerUrl: new URL(at.origin), resourceServerUrl, scopesSupported: [SCOPE] }));
  app.post('/sign-in', express.urlencoded({ extended: false }), signIn);
  app.post('/decide', express.urlencoded({ extended: false }), decide);
  const guard = requireBearerAuth({
    verifier: provider,
    expectedResource: resourceServerUrl,
    requiredScopes: [SCOPE],
    resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(resourceServerUrl),
  });
  app.all('/mcp', guard, sessions());
  app.use((_req, res) => void res.status(404).set(pageHeaders).send(errorPage('There is no such page.')));
  at.respond = app;
  return { url: resourceServerUrl.href, users: people, close: at.close };
}
