import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type HandMade, listen, parsed, read } from './hand-made-targets.ts';

/** What sets a gateway of a test apart from a right and simple one. */
export interface Oddities {
  challenge?(origin: string): string;
  resource?(origin: string): unknown;
  issuer?(origin: string): string;
  /** Put over the metadata of the authorization server. */
  server?: Record<string, unknown>;
  scopes?: string[];
  /** How the token endpoint wants to know who asks. */
  authenticates?: 'none' | 'client_secret_basic';
  /** The scope without which tools cannot be called. */
  callsNeed?: string;
  /** Revisions that it speaks. */
  speaks?: 'stateful' | 'stateless' | 'both';
  open?: true;
  /** What it calls itself. */
  name?: string;
  /** Put before its own tools. */
  tools?: readonly unknown[];
  /** Where the MCP endpoint is. */
  path?: string;
}

/** A request that it got, as far as tests look at it. */
export interface Asked {
  path: string;
  authorization: string | undefined;
  query: Record<string, string>;
  body: string;
}

const tools = [
  { name: 'sell_everything', inputSchema: { type: 'object' }, annotations: { readOnlyHint: false } },
  { name: 'list_accounts', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
];

/** A gateway that asks nobody anything, with what is `odd` about it, and what it was asked so far. */
export async function deskGateway(odd: Oddities = {}): Promise<HandMade & { asked: Asked[] }> {
  const asked: Asked[] = [];
  const granted = new Map<string, string>();
  const path = odd.path ?? '/mcp';
  const server = await listen(async (req, res) => {
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url ?? '/', origin);
    const body = await read(req);
    const { authorization } = req.headers;
    asked.push({ path: url.pathname, authorization, query: Object.fromEntries(url.searchParams), body });
    const json = (status: number, answer: object, headers: Record<string, string> = {}) =>
      res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer));
    const documents: Record<string, () => object> = {
      [`/.well-known/oauth-protected-resource${path}`]: () => ({
        resource: odd.resource?.(origin) ?? `${origin}${path}`,
        authorization_servers: [origin],
        ...(odd.scopes ? { scopes_supported: odd.scopes } : {}),
      }),
      '/.well-known/oauth-authorization-server': () => ({
        issuer: odd.issuer?.(origin) ?? origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        registration_endpoint: `${origin}/register`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: [odd.authenticates ?? 'none'],
        ...odd.server,
      }),
    };
    const document = odd.open ? undefined : documents[url.pathname];
    if (document) return json(200, document());
    if (url.pathname === '/register') {
      const secret = odd.authenticates === 'client_secret_basic' ? { client_secret: 'a-secret-of-the-desk' } : {};
      return json(201, { ...parsed(body), client_id: 'desk-client', ...secret });
    }
    if (url.pathname === '/authorize') return approve(url, res);
    if (url.pathname === '/token') {
      const isBasic = authorization?.startsWith('Basic ') ?? false;
      if ((odd.authenticates === 'client_secret_basic') !== isBasic) return json(401, { error: 'invalid_client' });
      const scope = new URLSearchParams(body).get('code') ?? '';
      const token = randomUUID();
      granted.set(token, scope.replace(/^for:/, ''));
      return json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600, scope: granted.get(token) });
    }
    if (url.pathname !== path) return json(404, { error: 'not_found' });
    if (req.method === 'GET') return json(405, { error: 'method_not_allowed' }, { allow: 'POST' });
    const held = granted.get(authorization?.replace(/^Bearer /, '') ?? '');
    if (!odd.open && held === undefined) {
      const pointer = `${origin}/.well-known/oauth-protected-resource${path}`;
      const challenge = odd.challenge?.(origin) ?? `Bearer resource_metadata="${pointer}"`;
      return json(401, { error: 'unauthorized' }, { 'www-authenticate': challenge });
    }
    return speak(odd, held ?? '', body, json);
  });
  return { ...server, mcpUrl: server.mcpUrl.replace('/mcp', path), asked };
}

/** The scope that was asked for becomes the code: nobody here looks behind it. */
function approve({ searchParams }: URL, res: ServerResponse): unknown {
  const wanted = searchParams.get('redirect_uri') ?? '';
  if (!URL.canParse(wanted)) return res.writeHead(400).end();
  const target = new URL(wanted);
  target.searchParams.set('code', `for:${searchParams.get('scope') ?? ''}`);
  target.searchParams.set('state', searchParams.get('state') ?? '');
  return res.writeHead(302, { location: target.href }).end();
}

function speak(
  { callsNeed, speaks = 'both', name = 'desk', tools: more = [] }: Oddities,
  held: string,
  body: string,
  json: (status: number, answer: object, headers?: Record<string, string>) => unknown,
): unknown {
  const { id, method } = parsed(body) as { id?: number; method?: string };
  const isStateless = body.includes('io.modelcontextprotocol/protocolVersion');
  if (isStateless ? speaks === 'stateful' : speaks === 'stateless')
    return json(400, { jsonrpc: '2.0', id, error: { code: -32000, message: 'not spoken here' } });
  if (id === undefined) return json(202, {});
  if (method === 'tools/call' && callsNeed && !held.split(' ').includes(callsNeed)) {
    const challenge = `Bearer error="insufficient_scope", scope="${callsNeed}"`;
    return json(403, { error: 'insufficient_scope' }, { 'www-authenticate': challenge });
  }
  const serverInfo = { name, version: '1' };
  const results: Record<string, object> = {
    initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo },
    'server/discover': { supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, serverInfo },
    'tools/list': { tools: [...more, ...tools] },
    'tools/call': { content: [{ type: 'text', text: 'here' }] },
  };
  const result = results[method ?? ''];
  const answer = result ? { result } : { error: { code: -32601, message: 'no such method' } };
  return json(200, { jsonrpc: '2.0', id, ...answer });
}
