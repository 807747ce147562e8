import { createHash, randomUUID } from 'node:crypto';
import { type HandMade, listen, parsed, read, rpc } from './hand-made-targets.ts';

const page = (title: string, body: string): string => `<!doctype html><title>${title}</title><main>${body}</main>`;
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const hidden = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `<input value="${escaped(value)}" type="hidden" name="${name}">`)
    .join('');

/** A registration that leaves out what it does not like, puts right what contradicts itself, and says so. */
function registered(given: Record<string, unknown>): { status: number; body: object } {
  const uris = Array.isArray(given.redirect_uris) ? given.redirect_uris.map(String) : [];
  const isGood = (uri: string) => {
    const { protocol, hostname, username } = URL.canParse(uri) ? new URL(uri) : new URL('bad:');
    const isSafe = protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
    return isSafe && !username && !uri.includes('#');
  };
  const runs = uris.some((uri) => /^(javascript|data):/i.test(uri));
  const redirect_uris = uris.filter(isGood);
  if (runs || redirect_uris.length === 0) return { status: 400, body: { error: 'invalid_redirect_uri' } };
  const client_name = String(given.client_name).replace('\u202e', '');
  const fixed = { grant_types: ['authorization_code'], response_types: ['code'], token_endpoint_auth_method: 'none' };
  return { status: 201, body: { ...fixed, client_id: randomUUID(), client_name, redirect_uris } };
}

interface Asked {
  client: { redirect_uris: string[]; client_name: string };
  redirectUri: string;
  state: string;
  challenge: string;
}

const loopbackWithoutPort = (uri: string): string => uri.replace(/^(http:\/\/127\.0\.0\.1):\d+\//, '$1/');

/**
 * Obeys the documents in other ways than the reference: metadata at the well-known places alone, an issuer with a path
 * and OpenID metadata beside another issuer's, an introduction that is open to all, errors on pages.
 */
export async function obeysInOtherWays(): Promise<HandMade> {
  const clients = new Map<string, Asked['client']>();
  const asked = new Map<string, Asked>();
  const codes = new Map<string, string>();
  const tokens = new Set<string>();
  let turn = 0;
  return listen(async (req, res) => {
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url ?? '/', origin);
    const route = `${req.method} ${url.pathname}`;
    const body = await read(req);
    const form = new URLSearchParams(body);
    const json = (status: number, document: object, headers: Record<string, string> = {}) =>
      res
        .writeHead(status, {
          'content-type': 'Application/JSON; Charset=UTF-8',
          'cache-control': 'no-store',
          ...headers,
        })
        .end(JSON.stringify(document));
    const html = (status: number, text: string) =>
      res
        .writeHead(status, {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'private, no-cache',
          'content-security-policy': "default-src 'none'; Frame-Ancestors 'NONE'",
        })
        .end(text);
    const wrong = (what: string) =>
      html(200, page('This link is broken', `<h1>It cannot be gone on with</h1><p>${what}`));

    if (url.pathname === '/.well-known/oauth-protected-resource/mcp') {
      return json(200, {
        resource: `${origin}/mcp`,
        authorization_servers: [`${origin}/tenant`],
        scopes_supported: ['read'],
        bearer_methods_supported: ['body', 'header'],
      });
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      return json(200, {
        issuer: origin,
        authorization_endpoint: `${origin}/elsewhere`,
        token_endpoint: `${origin}/x`,
      });
    }
    if (url.pathname === '/tenant/.well-known/openid-configuration') {
      return json(200, {
        issuer: `${origin}/tenant`,
        authorization_endpoint: `${origin}/tenant/authorize?v=2`,
        token_endpoint: `${origin}/tenant/token`,
        registration_endpoint: `${origin}/tenant/register`,
        jwks_uri: `${origin}/tenant/keys`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        subject_types_supported: ['public'],
      });
    }
    if (url.pathname === '/tenant/keys') return json(200, { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA' }] });
    if (route === 'POST /tenant/register') {
      const given = body.startsWith('{') ? (parsed(body) as Record<string, unknown>) : {};
      const answer = registered(given);
      if (answer.status === 201) {
        const made = answer.body as Asked['client'] & { client_id: string };
        clients.set(made.client_id, made);
      }
      return json(answer.status, answer.body);
    }
    if (route === 'GET /tenant/authorize') {
      const all = url.searchParams;
      const client = clients.get(all.get('client_id') ?? '');
      if (!client) return wrong('Nobody knows this app.');
      const sole = client.redirect_uris.length === 1 ? client.redirect_uris[0]! : '';
      const redirectUri = all.get('redirect_uri') || sole;
      const known = client.redirect_uris.some((uri) => loopbackWithoutPort(uri) === loopbackWithoutPort(redirectUri));
      if (!known || all.getAll('redirect_uri').length > 1) return wrong('The app sent an address that is not its own.');
      const challenge = all.get('code_challenge') ?? '';
      const isGood = all.get('response_type') === 'code' && all.get('code_challenge_method') === 'S256';
      if (!isGood || !/^[\w-]{43}$/.test(challenge)) return wrong('The app asked in a way that is not taken here.');
      const id = randomUUID();
      asked.set(id, { client, redirectUri, state: all.get('state') ?? '', challenge });
      const fields = '<input name="who"><input type="password" name="secret"><button>Sign in</button>';
      return html(200, page('Sign in', `<form method="post" action="/tenant/in">${hidden({ id })}${fields}</form>`));
    }
    if (route === 'POST /tenant/in') {
      const found = asked.get(form.get('id') ?? '');
      if (!found) return wrong('You are too late.');
      const what = `${escaped(found.client.client_name)} at ${new URL(found.redirectUri).hostname} on this computer`;
      const button = '<button>Accept and continue</button>';
      const ask = `<p>${what} wants to look at your positions.<form method="post" action="/tenant/yes">`;
      return html(200, page('Is that you?', `${ask}${hidden({ id: form.get('id') ?? '' })}${button}</form>`));
    }
    if (route === 'POST /tenant/yes') {
      const found = asked.get(form.get('id') ?? '');
      if (!found) return html(400, page('Too late', '<p>You have answered.'));
      asked.delete(form.get('id') ?? '');
      const code = randomUUID();
      codes.set(code, found.challenge);
      const target = new URL(found.redirectUri);
      if (found.state) target.searchParams.append('state', found.state);
      target.searchParams.append('code', code);
      return res.writeHead(303, { location: target.href }).end();
    }
    if (route === 'POST /tenant/token') {
      const challenge = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const verifier = form.get('code_verifier') ?? '';
      const hash = createHash('sha256').update(verifier).digest('base64url');
      if (hash !== challenge) return json(400, { error: 'invalid_grant' });
      const access_token = randomUUID();
      tokens.add(access_token);
      return json(200, { token_type: 'bearer', access_token });
    }
    if (url.pathname !== '/mcp') return json(403, { error: 'nothing_here' });
    const token = /^Bearer (.+)/i.exec(req.headers.authorization ?? '')?.[1];
    const { method = '' } = parsed(body) as { method?: string };
    if (!token ? method === 'tools/call' || req.method !== 'POST' : !tokens.has(token)) {
      turn++;
      const challenge = `Basic realm="a, b", bearer scope="${turn % 2 ? 'read trade' : 'trade read'}", nonce=${turn}`;
      return json(401, { error: 'unauthorized' }, { 'www-authenticate': challenge });
    }
    if (method.startsWith('notifications/')) return res.writeHead(202).end();
    if (req.method !== 'POST') return json(405, { error: 'no_stream_here' });
    return json(200, rpc(body));
  });
}
