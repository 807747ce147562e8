import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a page elsewhere has to send, and what it has to read. */
const sent =
  'authorization, content-type, dpop, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id';
/** Arguments that tools want in headers, whatever their names. */
const isArgument = (name: string): boolean => /^mcp-param-[a-z0-9-]+$/.test(name);
const read = 'dpop-nonce, mcp-session-id, retry-after, www-authenticate';

/**
 * Lets pages of these origins call the endpoint (Fetch, "CORS protocol"). No cookies: a token is all that counts here.
 * True where the request was a question of the browser's, which is answered.
 */
export function openTo(allowed: readonly string[], req: IncomingMessage, res: ServerResponse): boolean {
  const { origin } = req.headers;
  if (allowed.length === 0) return false;
  res.setHeader('vary', 'Origin');
  if (origin === undefined || !allowed.includes(origin)) return false;
  res.setHeader('access-control-allow-origin', origin);
  res.setHeader('access-control-expose-headers', read);
  if (req.method !== 'OPTIONS' || !req.headers['access-control-request-method']) return false;
  const wanted = req.headers['access-control-request-headers'] ?? '';
  const given = wanted.split(',').map((name) => name.trim().toLowerCase());
  res.writeHead(204, {
    'access-control-allow-headers': [sent, ...given.filter(isArgument)].join(', '),
    'access-control-allow-methods': 'POST, GET, DELETE',
    'access-control-max-age': '600',
  });
  res.end();
  return true;
}
