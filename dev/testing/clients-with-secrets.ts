import { createHash, randomUUID } from 'node:crypto';
import { type HandMade, listen, parsed, read, rpc } from './hand-made-targets.ts';

/** What it gets wrong, by the name of the mutant that does the same. */
export type Sin =
  | 'reads-secrets-from-the-body-only'
  | 'reads-secrets-from-the-header-only'
  | 'reads-secrets-in-the-header-as-they-come'
  | 'takes-any-secret'
  | 'takes-two-secrets-at-once'
  | 'asks-clients-with-secrets-for-no-challenge'
  | 'takes-a-verifier-for-no-challenge';

interface Client {
  method: string;
  secret?: string;
  redirectUris: string[];
}

const encodedForm = (text = ''): string => decodeURIComponent(text.replaceAll('+', ' '));

/** The credentials of a token request, and how they came. */
function credentials(header: string, form: URLSearchParams, decoded: (text: string) => string = encodedForm) {
  const [id, secret] = header.startsWith('Basic ') ? atob(header.slice(6)).split(':') : [];
  if (id !== undefined) return { id: decoded(id), secret: decoded(secret ?? ''), by: 'client_secret_basic' };
  const inForm = form.get('client_secret') ?? undefined;
  return { id: form.get('client_id') ?? '', secret: inForm, by: inForm ? 'client_secret_post' : 'none' };
}

/**
 * Registers clients with and without a secret, and gives codes without asking anybody: what has to do with secrets is
 * all that it looks at closely, but for one sin. With a client that was made beforehand it registers no others.
 */
export const clientsWithSecrets = (
  sin?: Sin,
  madeBeforehand?: { clientId: string; redirectUri: string },
): Promise<HandMade> => {
  const clients = new Map<string, Client>();
  if (madeBeforehand)
    clients.set(madeBeforehand.clientId, { method: 'none', redirectUris: [madeBeforehand.redirectUri] });
  const codes = new Map<string, { client: string; challenge: string | undefined }>();
  const tokens = new Set<string>();
  const isShown = ({ method, secret }: Client, shown: { secret?: string | undefined; by: string }): boolean => {
    if (sin === 'reads-secrets-from-the-body-only' && shown.by === 'client_secret_basic') return false;
    if (sin === 'reads-secrets-from-the-header-only' && shown.by === 'client_secret_post') return false;
    if (sin === 'takes-any-secret') return true;
    // Either way will do for who has a secret; that it is shown where it was not registered is no matter.
    return (shown.by === 'none') === (method === 'none') && shown.secret === secret;
  };
  return listen(async (req, res) => {
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url ?? '/', origin);
    const body = await read(req);
    const json = (status: number, document: object, headers: Record<string, string> = {}) =>
      res
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
        .end(JSON.stringify(document));

    if (url.pathname.startsWith('/.well-known/oauth-protected-resource'))
      return json(200, { resource: `${origin}/mcp`, authorization_servers: [origin] });
    if (url.pathname === '/.well-known/oauth-authorization-server') {
      return json(200, {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        ...(madeBeforehand ? {} : { registration_endpoint: `${origin}/register` }),
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: [
          'none',
          'client_secret_basic',
          ...(sin === 'reads-secrets-from-the-header-only' ? [] : ['client_secret_post']),
        ],
      });
    }
    if (url.pathname === '/register') {
      const given = parsed(body) as { redirect_uris?: string[]; token_endpoint_auth_method?: string };
      const uris = Array.isArray(given.redirect_uris) ? given.redirect_uris : [];
      if (uris.length === 0 || !uris.every((uri) => URL.canParse(uri)))
        return json(400, { error: 'invalid_redirect_uri' });
      const method = given.token_endpoint_auth_method ?? 'client_secret_basic';
      const [client_id, secret] = [randomUUID(), method === 'none' ? undefined : `a secret of ${randomUUID()}`];
      clients.set(client_id, { method, redirectUris: uris, ...(secret ? { secret } : {}) });
      const issued = secret ? { client_secret: secret, client_secret_expires_at: 0 } : {};
      return json(201, { ...given, client_id, token_endpoint_auth_method: method, ...issued });
    }
    if (url.pathname === '/authorize') {
      const [id = '', redirectUri = ''] = [url.searchParams.get('client_id'), url.searchParams.get('redirect_uri')].map(
        (value) => value ?? '',
      );
      if (!clients.get(id)?.redirectUris.includes(redirectUri))
        return res.writeHead(400, { 'content-type': 'text/plain' }).end('This client or address is not known.');
      const target = new URL(redirectUri);
      const challenge = url.searchParams.get('code_challenge') ?? undefined;
      const isLetIn =
        challenge !== undefined ||
        (clients.get(id)?.secret !== undefined &&
          (sin === 'asks-clients-with-secrets-for-no-challenge' || sin === 'takes-a-verifier-for-no-challenge'));
      target.searchParams.set('state', url.searchParams.get('state') ?? '');
      if (isLetIn) {
        const code = randomUUID();
        codes.set(code, { client: id, challenge });
        target.searchParams.set('code', code);
      } else target.searchParams.set('error', 'invalid_request');
      return res.writeHead(302, { location: target.href }).end();
    }
    if (url.pathname === '/token') {
      const form = new URLSearchParams(body);
      const { authorization = '' } = req.headers;
      if (authorization && form.has('client_secret') && sin !== 'takes-two-secrets-at-once')
        return json(400, { error: 'invalid_request' });
      const isAsItComes = sin === 'reads-secrets-in-the-header-as-they-come';
      const shown = credentials(authorization, form, isAsItComes ? String : encodedForm);
      const client = clients.get(shown.id);
      if (!client || !isShown(client, shown)) return json(401, { error: 'invalid_client' });
      const code = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const hash = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isRight = code?.challenge === hash || (!code?.challenge && sin === 'takes-a-verifier-for-no-challenge');
      if (code?.client !== shown.id || !isRight) return json(400, { error: 'invalid_grant' });
      const access_token = randomUUID();
      tokens.add(access_token);
      return json(200, { access_token, token_type: 'Bearer', expires_in: 3600 });
    }
    if (url.pathname !== '/mcp') return json(404, { error: 'not_found' });
    const token = /^Bearer (.+)/.exec(req.headers.authorization ?? '')?.[1];
    if (!token || !tokens.has(token)) {
      const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
      return json(401, { error: 'unauthorized' }, { 'www-authenticate': challenge });
    }
    if (req.method !== 'POST') return res.writeHead(405, { allow: 'POST' }).end();
    const { method } = parsed(body) as { method?: string };
    if (!method) return json(400, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'no JSON-RPC' } });
    if (method.startsWith('notifications/')) return res.writeHead(202).end();
    return json(200, rpc(body));
  });
};
