import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that was made for a test: wrong on purpose, or right in another way. */
export interface HandMade {
  mcpUrl: string;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<HandMade> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    mcpUrl: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers 401 to everything, metadata included. */
export const answers401ToEverything = (): Promise<HandMade> =>
  listen((_req, res) => {
    res
      .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
      .end('{"error":"unauthorized"}');
  });

/** Answers 200 with a web page to everything: a single-page app in the wrong place. */
export const answersHtmlToEverything = (): Promise<HandMade> =>
  listen((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title><h1>Welcome</h1>');
  });

export async function read(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

export const parsed = (body: string): object => {
  try {
    return JSON.parse(body) as object;
  } catch {
    return {};
  }
};

const tools = [
  {
    name: 'ListAccounts',
    description: 'Lists accounts.',
    inputSchema: { type: 'object' },
    annotations: { readOnlyHint: true },
  },
];

interface Asked {
  id?: unknown;
  method?: string;
  params?: { protocolVersion?: string };
}

function asked(body: string): Asked | undefined {
  try {
    return JSON.parse(body || '{}');
  } catch {
    return undefined;
  }
}

export function rpc(body: string): object {
  const message = asked(body);
  if (!message) return { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'that is no JSON' } };
  const { id = null, method, params } = message;
  const serverInfo = { name: 'permissive', version: '1' };
  const results: Record<string, object> = {
    initialize: { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo },
    'server/discover': {
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      serverInfo,
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
    },
    'tools/list': { tools, resultType: 'complete', ttlMs: 0, cacheScope: 'private' },
    'tools/call': { content: [], structuredContent: {}, resultType: 'complete' },
  };
  const result = results[method ?? ''];
  return result
    ? { jsonrpc: '2.0', id, result }
    : { jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } };
}

/** Metadata and MCP in order, and an authorization server that takes any code, verifier, client and redirect URI. */
export const acceptsAnyCodeVerifierClientAndRedirectUri = (): Promise<HandMade> =>
  listen(async (req, res) => {
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url ?? '/', origin);
    const json = (status: number, body: object, headers: Record<string, string> = {}) =>
      res
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
        .end(JSON.stringify(body));
    const body = await read(req);
    if (url.pathname.startsWith('/.well-known/oauth-protected-resource')) {
      return json(200, {
        resource: `${origin}/mcp`,
        authorization_servers: [origin],
        scopes_supported: ['mcp:read', 'mcp:trade'],
      });
    }
    if (url.pathname === '/.well-known/oauth-authorization-server') {
      return json(200, {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        registration_endpoint: `${origin}/register`,
        revocation_endpoint: `${origin}/revoke`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
      });
    }
    if (url.pathname === '/register') return json(201, { ...parsed(body), client_id: randomUUID() });
    if (url.pathname === '/authorize') {
      const target = new URL(url.searchParams.get('redirect_uri') ?? origin);
      target.searchParams.set('code', randomUUID());
      target.searchParams.set('state', url.searchParams.get('state') ?? '');
      return res.writeHead(302, { location: target.href }).end();
    }
    if (url.pathname === '/token') {
      return json(200, {
        access_token: randomUUID(),
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: randomUUID(),
        scope: 'mcp:read',
      });
    }
    if (url.pathname === '/revoke') return json(200, {});
    if (url.pathname !== '/mcp') return json(404, { error: 'not_found' });
    if (!/^Bearer ./.test(req.headers.authorization ?? '')) {
      return json(
        401,
        { error: 'unauthorized' },
        { 'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"` },
      );
    }
    if (req.method !== 'POST') return json(405, { error: 'method_not_allowed' });
    try {
      return json(200, rpc(body));
    } catch {
      return json(400, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'not JSON' } });
    }
  });
