import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  InvalidGrantError,
  InvalidScopeError,
  InvalidTokenError,
} from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import type { OAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/provider.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { OAuthClientInformationFull, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { createMcpHandler, McpServer as StatelessServer } from '@modelcontextprotocol/server';
import express, { type Request, type Response } from 'express';
import { type Era, isStateless } from '../../conformance/vocabulary/era.ts';
import type { HandMade } from './hand-made-targets.ts';
import { escaped } from './obeys-in-other-ways.ts';

/** In what it differs from the plainest server. */
interface Habits {
  /** It ends the older connection where the same user and client connect again. */
  endsOlderGrants?: boolean;
  /** Token requests that it takes in a second. */
  tokensPerSecond?: number;
  /** Whoever has signed in is known to it by a cookie, and whoever has allowed a client is not asked again. */
  remembers?: boolean;
  /** Where it refuses an authorization request by a page, it breaks. */
  breaksWhereItRefuses?: boolean;
  /** A code that comes again ends its refresh token, whatever verifier comes with it. */
  endsRefreshingOnAnyReplay?: boolean;
}

interface Grant {
  client: string;
  user?: string;
  scopes: string[];
  ended?: boolean;
}

const field = (name: string, label: string): string =>
  `<label>${label} <input name="${name}" type="${name === 'password' ? 'password' : 'text'}"></label>`;

function sendPage(res: Response, title: string, action: string, id: string, inside: string, button: string): void {
  const form = `<form method="post" action="${action}"><input type="hidden" name="id" value="${id}">${inside}<button>${button}</button></form>`;
  res.set({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
  });
  res.type('html').send(`<!doctype html><title>${title}</title><h1>${title}</h1>${form}`);
}

const sendSignIn = (res: Response, id: string, wrong = ''): void =>
  sendPage(
    res,
    'Sign in',
    '/sign-in',
    id,
    `${wrong}${field('email', 'Email')}${field('password', 'Password')}`,
    'Sign in',
  );

/** What those who are remembered have to know. */
const PASSWORD = 'a-password';

const sendError = (res: Response): void => {
  res.status(400).type('html').send('<!doctype html><title>Too late</title><p>This was answered, or never asked.');
};

/** What the official SDK leaves to whoever builds on it, done as plainly as its documents allow. */
function createProvider({ endsOlderGrants, remembers, endsRefreshingOnAnyReplay }: Habits) {
  const clients = new Map<string, OAuthClientInformationFull>();
  const asked = new Map<string, { redirectUri: string; state?: string; challenge: string; grant: Grant }>();
  const codes = new Map<string, { challenge: string; redirectUri: string; grant: Grant }>();
  const access = new Map<string, { grant: Grant; expiresAt: number }>();
  const refresh = new Map<string, Grant>();
  const usedRefresh = new Map<string, Grant>();
  const redeemed = new Map<string, Grant>();
  const allowed = new Set<string>();

  function tokensFor(grant: Grant): OAuthTokens {
    if (endsOlderGrants)
      for (const other of [...[...access.values()].map((one) => one.grant), ...refresh.values()])
        if (other !== grant && other.client === grant.client && other.user === grant.user) other.ended = true;
    const [access_token, refresh_token] = [randomUUID(), randomUUID()];
    access.set(access_token, { grant, expiresAt: Math.floor(Date.now() / 1000) + 3600 });
    refresh.set(refresh_token, grant);
    return { access_token, token_type: 'bearer', expires_in: 3600, scope: grant.scopes.join(' '), refresh_token };
  }

  const provider: OAuthServerProvider = {
    clientsStore: {
      getClient: (id) => clients.get(id),
      registerClient(client) {
        const made = client as OAuthClientInformationFull;
        clients.set(made.client_id, made);
        return made;
      },
    },
    async authorize(client, { state, scopes = [], codeChallenge, redirectUri }, res) {
      if (scopes.some((scope) => scope !== 'read')) throw new InvalidScopeError('there is one scope: read');
      const id = randomUUID();
      const grant = { client: client.client_id, scopes: ['read'] };
      asked.set(id, { redirectUri, ...(state === undefined ? {} : { state }), challenge: codeChallenge, grant });
      const known = remembers && /who=([^;]+)/.exec(res.req.headers.cookie ?? '')?.[1];
      if (known) return ask(id, decodeURIComponent(known), res);
      sendSignIn(res, id);
    },
    async challengeForAuthorizationCode(_client, code) {
      const found = codes.get(code);
      if (!found) {
        const first = endsRefreshingOnAnyReplay && redeemed.get(code);
        for (const [token, grant] of refresh) if (grant === first) refresh.delete(token);
        throw new InvalidGrantError('no such code');
      }
      return found.challenge;
    },
    async exchangeAuthorizationCode(client, code, _verifier, redirectUri) {
      const found = codes.get(code);
      codes.delete(code);
      if (found?.grant.client !== client.client_id) throw new InvalidGrantError('no such code');
      if (redirectUri !== undefined && redirectUri !== found.redirectUri) throw new InvalidGrantError('another URI');
      redeemed.set(code, found.grant);
      return tokensFor(found.grant);
    },
    async exchangeRefreshToken(client, token, scopes) {
      const replayed = usedRefresh.get(token);
      if (replayed) replayed.ended = true;
      const grant = refresh.get(token);
      if (!grant || grant.ended || grant.client !== client.client_id) throw new InvalidGrantError('no such token');
      if (scopes?.some((scope) => !grant.scopes.includes(scope))) throw new InvalidScopeError('more than was granted');
      refresh.delete(token);
      usedRefresh.set(token, grant);
      return tokensFor(grant);
    },
    async verifyAccessToken(token) {
      const found = access.get(token);
      if (!found || found.grant.ended) throw new InvalidTokenError('no such token');
      return { token, clientId: found.grant.client, scopes: found.grant.scopes, expiresAt: found.expiresAt };
    },
    async revokeToken(client, { token }) {
      const grant = refresh.get(token) ?? access.get(token)?.grant;
      if (grant?.client === client.client_id) grant.ended = true;
    },
  };
  /** The page after the sign-in, which asks. */
  const ask = (id: string, user: string, res: Response): void => {
    const found = asked.get(id);
    if (found) found.grant.user = user;
    if (!found) {
      sendError(res);
      return;
    }
    if (remembers && allowed.has(`${user} ${found.grant.client}`)) {
      allow(id, res);
      return;
    }
    const name = escaped(clients.get(found.grant.client)?.client_name ?? 'An app');
    const where = new URL(found.redirectUri).hostname;
    const question = `<p>${name}, at ${where} on this computer, wants to read: <b>read</b>.</p>`;
    sendPage(res, 'Allow this app?', '/allow', id, question, 'Allow');
  };
  /** The way back to the client, with a code. */
  const allow = (id: string, res: Response): void => {
    const found = asked.get(id);
    if (!found) {
      sendError(res);
      return;
    }
    asked.delete(id);
    allowed.add(`${found.grant.user} ${found.grant.client}`);
    const code = randomUUID();
    codes.set(code, found);
    const url = new URL(found.redirectUri);
    url.searchParams.set('code', code);
    if (found.state !== undefined) url.searchParams.set('state', found.state);
    res.redirect(303, url.href);
  };
  return { provider, ask, allow };
}

type Endpoint = (req: Request, res: Response) => Promise<unknown>;

/** The transport of the SDK's first line, with a session for each client. */
function stateful(origin: string): Endpoint {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  return async (req, res) => {
    const known = sessions.get(String(req.headers['mcp-session-id']));
    if (req.headers['mcp-session-id'] && !known) {
      res.status(404).json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } });
      return;
    }
    const transport =
      known ??
      new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        enableDnsRebindingProtection: true,
        allowedHosts: [new URL(origin).host],
        allowedOrigins: [origin],
        onsessioninitialized: (id) => void sessions.set(id, transport),
      });
    if (!known) {
      const mcp = new McpServer({ name: 'official', version: '1' });
      mcp.registerTool('list_accounts', { description: 'Lists accounts.' }, () => ({ content: noAccounts }));
      await mcp.connect(transport as Parameters<typeof mcp.connect>[0]);
    }
    await transport.handleRequest(req, res);
  };
}

/** The handler of the SDK's second line. */
function stateless(): Endpoint {
  const handler = createMcpHandler(() => {
    const mcp = new StatelessServer({ name: 'official', version: '2' });
    mcp.registerTool('list_accounts', { description: 'Lists accounts.' }, () => ({ content: noAccounts }));
    return mcp;
  });
  const listener = toNodeHandler(handler);
  return async (req, res) => listener(req, res);
}

const noAccounts = [{ type: 'text' as const, text: '[]' }];

/** A server of the official SDK with the OAuth router that it brings along: next to nothing of it is ours. */
export async function officialServer(era: Era, habits: Habits = {}): Promise<HandMade> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resourceServerUrl = new URL(`${origin}/mcp`);
  const { provider, ask, allow } = createProvider(habits);
  const unlimited = { rateLimit: false } as const;
  if (habits.breaksWhereItRefuses)
    app.use('/authorize', (_req, res, next) => {
      const status = res.status.bind(res);
      res.status = (code) => status(code === 400 ? 500 : code);
      next();
    });
  app.use(
    mcpAuthRouter({
      provider,
      issuerUrl: new URL(origin),
      resourceServerUrl,
      scopesSupported: ['read'],
      authorizationOptions: unlimited,
      clientRegistrationOptions: unlimited,
      tokenOptions: habits.tokensPerSecond ? { rateLimit: { windowMs: 1000, max: habits.tokensPerSecond } } : unlimited,
      revocationOptions: unlimited,
    }),
  );
  app.post('/sign-in', express.urlencoded(), (req, res) => {
    const { id, email, password } = req.body as Record<string, string>;
    if (habits.remembers && password !== PASSWORD) return sendSignIn(res, String(id), 'The password is wrong.');
    if (habits.remembers) res.cookie('who', String(email), { httpOnly: true, sameSite: 'lax' });
    return ask(String(id), String(email), res);
  });
  app.post('/allow', express.urlencoded(), (req, res) => allow(String(req.body?.id), res));
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resourceServerUrl);
  const guard = requireBearerAuth({ verifier: provider, resourceMetadataUrl });
  app.all('/mcp', guard, isStateless(era) ? stateless() : stateful(origin));
  return {
    mcpUrl: resourceServerUrl.href,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
