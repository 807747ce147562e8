import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { parsed, read } from '../testing/hand-made-targets.ts';

// A small gateway that does what it should, until a behaviour of the table takes one of its places over.

/** Where a behaviour can sit. `all` comes before every other. */
export type Place = 'all' | 'resource' | 'server' | 'register' | 'authorize' | 'token' | 'mcp' | 'authorized' | 'tools';

/** One request, as a behaviour is given it. */
export interface Asked {
  req: IncomingMessage;
  url: URL;
  origin: string;
  body: string;
  /** The JSON-RPC message of a request to the MCP endpoint. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the suite sends
  message: any;
  /** How many requests came here before. */
  before: number;
}

/** Answers; or calls `usual`, for what the gateway would have done. */
export type Handler = (res: ServerResponse, asked: Asked, usual: () => void) => void;

export interface Hostile {
  handles?: Partial<Record<Place, Handler>>;
  /** Takes the whole connection, before there is any HTTP. */
  raw?(socket: Socket): void;
}

export interface Started {
  mcpUrl: string;
  /** How many requests came. */
  asked(): number;
  close(): void;
}

export const json = (res: ServerResponse, status: number, document: unknown, headers: Record<string, string> = {}) =>
  text(res, status, JSON.stringify(document), 'application/json', headers);

export const text = (
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'text/html',
  headers: Record<string, string | string[]> = {},
): void => void res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);

const tool = { name: 'list_accounts', description: 'Lists accounts.', inputSchema: { type: 'object' } };

const signIn = (search: string) =>
  `<!doctype html><title>Sign in</title><form method="post" action="/authorize${search.replaceAll('&', '&amp;')}"><input name="username"><input name="password" type="password"><button>Sign in</button></form>`;

const codes = new Set<string>();
const tokens = new Set<string>();

const places: Record<string, Place> = {
  '/mcp': 'mcp',
  '/.well-known/oauth-protected-resource/mcp': 'resource',
  '/.well-known/oauth-authorization-server': 'server',
  '/register': 'register',
  '/authorize': 'authorize',
  '/token': 'token',
};

const usually: Record<Exclude<Place, 'all'>, (res: ServerResponse, asked: Asked) => void> = {
  resource: (res, { origin }) => json(res, 200, resourceMetadata(origin)),
  server: (res, { origin }) => json(res, 200, serverMetadata(origin)),
  register: (res, { body }) => json(res, 201, { ...(parsed(body) as object), client_id: randomUUID() }),
  authorize(res, { req, url }) {
    if (req.method === 'GET') return text(res, 200, signIn(url.search));
    const back = new URL(url.searchParams.get('redirect_uri') ?? 'about:blank');
    const code = randomUUID();
    codes.add(code);
    back.searchParams.set('code', code);
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    res.writeHead(302, { location: back.href }).end();
  },
  token(res, { body }) {
    const form = new URLSearchParams(body);
    if (!codes.delete(form.get('code') ?? '')) return json(res, 400, { error: 'invalid_grant' });
    json(res, 200, tokenAnswer());
  },
  mcp(res, { req, origin }) {
    const leads = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
    const error = req.headers.authorization ? `${leads}, error="invalid_token"` : leads;
    json(res, 401, { error: 'unauthorized' }, { 'www-authenticate': error });
  },
  authorized(res, { req, message }) {
    if (req.method !== 'POST') return json(res, 405, {});
    if (message?.id === undefined) return void res.writeHead(202).end();
    const { id, method } = message;
    const result = method === 'initialize' ? introduction : method === 'ping' ? {} : undefined;
    json(res, 200, result ? { jsonrpc: '2.0', id, result } : unknownMethod(id));
  },
  tools: (res, { message }) => json(res, 200, { jsonrpc: '2.0', id: message.id, result: { tools: [tool] } }),
};

const introduction = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'hostile', version: '1' },
};
const unknownMethod = (id: unknown) => ({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } });

export const resourceMetadata = (origin: string) => ({
  resource: `${origin}/mcp`,
  authorization_servers: [origin],
  scopes_supported: ['read'],
});

export const serverMetadata = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  scopes_supported: ['read'],
});

/** A token answer, whose token the gateway knows from now on. */
export function tokenAnswer(more: object = {}): object {
  const access_token = `token-${randomUUID()}`;
  tokens.add(access_token);
  return { access_token, token_type: 'Bearer', expires_in: 600, scope: 'read', ...more };
}

function placeOf({ url, req, message }: Asked): Place | undefined {
  const place = places[url.pathname];
  const known = tokens.has(/^Bearer (.*)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '');
  if (place !== 'mcp' || !known) return place;
  return message?.method === 'tools/list' || message?.method === 'tools/call' ? 'tools' : 'authorized';
}

/** Starts a gateway that is hostile in one way. */
export async function startHostile({ handles = {}, raw }: Hostile): Promise<Started> {
  let requests = 0;
  const counts = new Map<string, number>();
  const server: Server = raw
    ? createSocketServer((socket) => {
        requests++;
        raw(socket.on('error', () => {}));
      })
    : createServer({ maxHeaderSize: 1 << 20 }, async (req, res) => {
        requests++;
        res.on('error', () => {});
        const origin = `http://${req.headers.host}`;
        const url = new URL(req.url ?? '/', origin);
        const body = await read(req).catch(() => '');
        const asked: Asked = { req, url, origin, body, message: parsed(body), before: requests - 1 };
        const place = placeOf(asked);
        const key = place ?? 'elsewhere';
        asked.before = counts.get(key) ?? 0;
        counts.set(key, asked.before + 1);
        const usual = () => (place && place !== 'all' ? usually[place](res, asked) : json(res, 404, {}));
        const own = () => {
          const handler = place && handles[place];
          if (handler) handler(res, asked, usual);
          else usual();
        };
        if (handles.all) handles.all(res, asked, own);
        else own();
      });
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    mcpUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    asked: () => requests,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
