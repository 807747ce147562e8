import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { hostsOf } from './mcp/place.ts';
import { answerAiClients, showAiClients } from './oauth/ai-clients.ts';
import { authorize } from './oauth/authorize.ts';
import { callback } from './oauth/callback.ts';
import { answerConsent, showConsent } from './oauth/consent.ts';
import { answerSuccess, showSuccess } from './oauth/first-connection.ts';
import { authorizationServerMetadata, protectedResourceMetadata } from './oauth/metadata.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';
import { openToOrigins } from './oauth/open-to-origins.ts';
import { register } from './oauth/register.ts';
import { revoke } from './oauth/revoke.ts';
import { token } from './oauth/token.ts';
import { errorPage } from './pages/error-page.ts';
import { quickReferencePage } from './pages/quick-reference-page.ts';
import { sendPage } from './pages/send-page.ts';
import { style } from './pages/style.ts';

export interface AppParts {
  mcp: RequestHandler;
  /** Before everything else: what rewrites answers, where a mutant asks for it. */
  edge?: RequestHandler | undefined;
  hooks?: RequestHandler | undefined;
  /** True behind a proxy of our own, whose word about the client's address is taken. */
  behindProxy: boolean;
}

/** Every URL of the gateway. */
export function mountApp(app: Express, context: OAuthContext, { mcp, edge, hooks, behindProxy }: AppParts): void {
  app.set('trust proxy', behindProxy ? 'loopback' : false);
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.enable('strict routing');
  if (edge) app.use(edge);
  app.use(headers(context), underOwnName(context));
  app.route('/mcp').all(mcp);
  app.route('/mcp/').all(wrongMcpUrl(context));
  if (hooks) app.use('/test-hooks', hooks);
  mountMetadata(app, context);
  mountOAuth(app, context);
  mountPages(app, context);
  app.use(notFound(context), failed(context));
}

/** Pages set a Content-Security-Policy of their own; this one is for answers that are no pages. */
const headers = ({ origin }: OAuthContext): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: false,
    strictTransportSecurity: origin.startsWith('https:'),
  });

/** DNS rebinding: a foreign name that leads here would be an origin of its owner's, whose scripts could read pages. */
const underOwnName = ({ behaviours, origin }: OAuthContext): RequestHandler => {
  const own = hostsOf(origin);
  return (req, res, next) => {
    if (behaviours.hostIsAllowed(req.headers.host, own)) return next();
    const error_description = `This gateway is ${origin}, and answers to no other name.`;
    res.status(403).json({ error: 'invalid_request', error_description });
  };
};

function mountMetadata(app: Express, context: OAuthContext): void {
  const open = openToOrigins(context, 'metadata', 'GET');
  const serve = (path: string, document: object) => {
    const send: RequestHandler = (_req, res) => {
      res.set('Cache-Control', context.behaviours.cachingOf('metadata')).json(document);
    };
    app.route(path).options(open).get(open, send).all(onlyMethod('GET, HEAD, OPTIONS'));
  };
  serve('/.well-known/oauth-protected-resource/mcp', protectedResourceMetadata(context));
  serve('/.well-known/oauth-protected-resource', protectedResourceMetadata(context));
  serve('/.well-known/oauth-authorization-server', authorizationServerMetadata(context));
  serve('/.well-known/openid-configuration', authorizationServerMetadata(context));
  serve('/oauth/jwks', { keys: [context.signingKey.jwk] });
}

function mountOAuth(app: Express, context: OAuthContext): void {
  const body = express.text({ type: () => true, limit: '32kb' });
  const serve = (path: string, endpoint: 'token' | 'revoke' | 'register', handler: RequestHandler) => {
    const open = openToOrigins(context, endpoint, 'POST');
    app.route(path).options(open).post(open, body, handler).all(open, onlyMethod('POST, OPTIONS'));
  };
  serve('/oauth/token', 'token', token(context));
  serve('/oauth/revoke', 'revoke', revoke(context));
  if (context.rules.registersClients) serve('/oauth/register', 'register', register(context));
  const open = openToOrigins(context, 'authorize', 'GET');
  app.route('/oauth/authorize').get(open, authorize(context)).all(onlyMethod('GET, HEAD'));
  app.route('/auth/callback').get(callback(context)).all(wrongMcpUrl(context));
}

function mountPages(app: Express, context: OAuthContext): void {
  const form = express.text({ type: 'application/x-www-form-urlencoded', limit: '32kb' });
  app.get('/style.css', (_req, res) => {
    res.type('css').set('Cache-Control', context.behaviours.cachingOf('metadata')).send(style);
  });
  app.get('/', (_req, res) => sendPage(context, res, 200, quickReferencePage(context)));
  if (context.rules.registersClients) {
    app.get('/oauth/consent', showConsent(context));
    app.post('/oauth/consent', form, answerConsent(context));
    app.get('/ai-clients', showAiClients(context));
    app.post('/ai-clients', form, answerAiClients(context));
  } else {
    app.all(['/oauth/register', '/register'], registersNobody(context));
    app.get('/auth/success', showSuccess(context));
    app.post('/auth/success', form, answerSuccess(context));
  }
}

/** AR-3: a slash at the end of the MCP URL is a mistake that users make; the answer names the right one. */
const wrongMcpUrl =
  ({ mcpUrl }: OAuthContext): RequestHandler =>
  (_req, res) => {
    const message = `There is nothing here. The MCP URL is ${mcpUrl}, without a slash at the end.`;
    res.status(404).json({ error: 'not_found', message, mcp_url: mcpUrl });
  };

/** AR-4: a client without a Client ID tries to register itself, and what it is told is all that its user will see. */
const registersNobody =
  ({ brokerOrigin }: OAuthContext): RequestHandler =>
  (_req, res) => {
    const description = `Clients cannot register themselves here. Generate a key in Client Center (${brokerOrigin}/client-center) and put its Client ID into the app.`;
    res.status(404).json({ error: 'not_found', error_description: description });
  };

const onlyMethod =
  (allow: string): RequestHandler =>
  (_req, res) => {
    const description = `This endpoint takes ${allow} only.`;
    res.status(405).set('Allow', allow).json({ error: 'invalid_request', error_description: description });
  };

const notFound =
  (context: OAuthContext): RequestHandler =>
  (_req, res) => {
    const message = 'The gateway has no such page.';
    const cure = `The quick reference is at ${context.origin}/.`;
    sendPage(context, res, 404, errorPage({ code: 'not_found', title: 'There is nothing here', message, cure }));
  };

/** A body that cannot be read is the sender's fault; anything else is ours, and says nothing about how. */
const failed =
  (context: OAuthContext): ErrorRequestHandler =>
  (error, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error?.status >= 400 && error?.status < 500 ? error.status : 500;
    const code = status === 500 ? 'server_error' : 'invalid_request';
    const description = status === 500 ? 'The gateway failed. Try again.' : 'The body could not be read.';
    res.status(status).set('Cache-Control', context.behaviours.cachingOf('secret'));
    res.json({ error: code, error_description: description });
  };
