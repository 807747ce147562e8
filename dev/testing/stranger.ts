import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HandMade, listen, parsed, read } from './hand-made-targets.ts';

/** What sets one gateway apart from the next, each in a legal way unless it says otherwise. */
export interface StrangerTraits {
  /** Whether requests need a token; `basic` asks for another kind of credentials. */
  authorization?: 'oauth' | 'none' | 'basic';
  /** `dead`: the challenge leads to where nobody listens. */
  metadata?: 'there' | 'dead';
  /** Whether a 401 says in a challenge what would do. */
  challenges?: boolean;
  registers?: boolean;
  /** Pages on the way in: a sign-in, or none at all. */
  asks?: boolean;
  eras?: readonly string[];
  tokens?: 'opaque' | 'jwt' | 'rfc9068';
  refresh?: boolean;
  /** Grant types that the metadata name. */
  announces?: readonly string[];
  sessions?: boolean;
  streams?: boolean;
  scopes?: readonly string[];
  /** Which Bearer tokens are taken for good, and for which methods, besides those that were given. */
  trusts?(token: string, method: string): boolean;
  /** The error of an authorization request for this resource; `a page` tells nobody but the user; undefined serves it. */
  refusesResource?(resource: string): string | undefined;
  tools?: readonly object[];
  /** The answer of each tool to its arguments; undefined makes it fail. */
  call?(name: string, args: Record<string, unknown>): unknown;
}

export interface Stranger extends HandMade {
  /** Every request to the MCP endpoint: its headers and the method of the message. */
  asked: { headers: IncomingMessage['headers']; method: string; name?: string }[];
  /** How many clients were registered. */
  registered(): number;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function newToken(kind: StrangerTraits['tokens'], origin: string): string {
  if (kind === 'opaque') return randomUUID();
  const header = { alg: 'EdDSA', ...(kind === 'rfc9068' ? { typ: 'at+jwt' } : {}) };
  return `${encode(header)}.${encode({ iss: origin, jti: randomUUID() })}.c2lnbmVk`;
}

/** A gateway with these traits: legal and small, and none of ours. */
export async function startStranger(traits: StrangerTraits = {}): Promise<Stranger> {
  const {
    authorization = 'oauth',
    metadata = 'there',
    challenges = true,
    registers = true,
    asks = true,
    eras = ['2025-11-25'],
    tokens = 'opaque',
    refresh = false,
    announces = ['authorization_code'],
    sessions = false,
    streams = false,
    scopes = [],
    trusts = (token) => token === 'a-ready-token',
    refusesResource = () => undefined,
    tools = [{ name: 'list_accounts', inputSchema: { type: 'object' } }],
    call = () => ({ accounts: [] }),
  } = traits;
  const given = new Set<string>();
  const asked: Stranger['asked'] = [];
  let registered = 0;

  function answer(body: { id?: unknown; method?: string; params?: Record<string, unknown> }): object {
    const { id = null, method = '', params = {} } = body;
    const stateless = eras.includes('2026-07-28');
    const stateful = eras.filter((era) => era < '2026-07-28').at(-1);
    const serverInfo = { name: 'stranger', version: '1' };
    const capabilities = { tools: {} };
    const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
    const results: Record<string, () => unknown> = {
      initialize: () => stateful && { protocolVersion: stateful, capabilities, serverInfo },
      'server/discover': () => stateless && { supportedVersions: eras, capabilities, serverInfo, ...whole },
      'tools/list': () => ({ tools, ...whole }),
      'tools/call': () => {
        const value = call(String(params.name), (params.arguments ?? {}) as Record<string, unknown>);
        const text = [{ type: 'text', text: JSON.stringify(value ?? 'no') }];
        return { content: text, ...(value === undefined ? { isError: true } : {}), ...whole };
      },
    };
    const result = results[method]?.();
    return result
      ? { jsonrpc: '2.0', id, result }
      : { jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } };
  }

  const made = await listen(async (req, res) => {
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url ?? '/', origin);
    const body = await read(req);
    const json = (status: number, document: object, headers: Record<string, string> = {}) =>
      send(res, status, document, headers);
    if (url.pathname === '/mcp') return mcp(req, res, origin, body);
    if (authorization !== 'oauth' || metadata === 'dead') return json(404, { error: 'not_found' });
    if (url.pathname === '/.well-known/oauth-protected-resource/mcp')
      return json(200, { resource: `${origin}/mcp`, authorization_servers: [origin], scopes_supported: scopes });
    if (url.pathname === '/.well-known/oauth-authorization-server')
      return json(200, {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        ...(registers ? { registration_endpoint: `${origin}/register` } : {}),
        response_types_supported: ['code'],
        grant_types_supported: announces,
        code_challenge_methods_supported: ['S256'],
      });
    if (url.pathname === '/register') {
      registered++;
      return json(201, { ...parsed(body), client_id: randomUUID() });
    }
    if (url.pathname === '/authorize' || url.pathname === '/in') return authorize(res, url, new URLSearchParams(body));
    if (url.pathname !== '/token') return json(404, { error: 'not_found' });
    const access_token = newToken(tokens, origin);
    given.add(access_token);
    return json(200, {
      access_token,
      token_type: 'Bearer',
      expires_in: 3600,
      ...(refresh ? { refresh_token: randomUUID() } : {}),
    });
  });

  function authorize(res: ServerResponse, url: URL, form: URLSearchParams) {
    const error = url.searchParams.getAll('resource').map(refusesResource).find(Boolean);
    if (error === 'a page') return send(res, 400, { error: 'invalid_request' });
    if (error) return backTo(res, url, { error });
    if (asks && url.pathname === '/authorize') {
      const page = `<!doctype html><title>Sign in</title><form method="post" action="/in${url.search.replaceAll('&', '&amp;')}"><input name="who"><input name="secret" type="password"><button>Sign in</button></form>`;
      return res.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
    if (asks && form.get('secret') !== 'right') return send(res, 403, { error: 'wrong_password' });
    return backTo(res, url, { code: randomUUID() });
  }

  function backTo(res: ServerResponse, url: URL, answer: Record<string, string>) {
    const back = url.searchParams.get('redirect_uri') ?? '';
    if (!URL.canParse(back)) return send(res, 400, { error: 'invalid_request' });
    const target = new URL(back);
    for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
    target.searchParams.set('state', url.searchParams.get('state') ?? '');
    return res.writeHead(302, { location: target.href }).end();
  }

  function mcp(req: IncomingMessage, res: ServerResponse, origin: string, body: string) {
    const message = parsed(body) as { id?: unknown; method?: string; params?: Record<string, unknown> };
    const { method = req.method!, params } = message;
    asked.push({ headers: req.headers, method, ...(params?.name ? { name: String(params.name) } : {}) });
    const token = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
    if (authorization === 'basic') return send(res, 401, {}, { 'www-authenticate': 'Basic realm="staff"' });
    if (authorization === 'oauth' && (!token || (!given.has(token) && !trusts(token, method)))) {
      const place = metadata === 'dead' ? 'http://127.0.0.1:1' : origin;
      const challenge = `Bearer resource_metadata="${place}/.well-known/oauth-protected-resource/mcp"`;
      return send(res, 401, { error: 'unauthorized' }, challenges ? { 'www-authenticate': challenge } : {});
    }
    if (req.method === 'GET' && streams)
      return res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (req.method !== 'POST') return send(res, 405, { error: 'method_not_allowed' });
    if (message.id === undefined) return res.writeHead(202).end();
    const session = sessions && method === 'initialize' ? { 'mcp-session-id': randomUUID() } : undefined;
    return send(res, 200, answer(message), session);
  }
  return { ...made, asked, registered: () => registered };
}

const send = (res: ServerResponse, status: number, document: object, headers: Record<string, string> = {}) =>
  res
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(document));
