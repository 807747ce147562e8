import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import helmet from 'helmet';
import { mcpUrlInBrowsers } from './mcp/for-browsers.ts';
import { hostsOf } from './mcp/place.ts';
import { wrongMcpUrl } from './mcp/wrong-url.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';
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

function settle(app: Express, behindProxy: boolean): void {
  app.set('trust proxy', behindProxy ? 'loopback' : false);
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.enable('strict routing');
}

/** Every URL of the gateway. */
export function mountApp(app: Express, context: OAuthContext, { mcp, edge, hooks, behindProxy }: AppParts): void {
  settle(app, behindProxy);
  if (edge) app.use(edge);
  app.use(headers(context), underOwnName(context));
  app.route('/mcp').get(mcpUrlInBrowsers(context)).all(mcp);
  app.route('/mcp/').all(wrongMcpUrl(context));
  if (hooks) app.use('/test-hooks', hooks);
  context.wayIn.mount(app, context);
  mountPages(app, context);
  app.use(notFound(context), failed(context));
}

/** The API that platforms call, at an origin of its own: no pages, no cookies, nothing for scripts of other origins. */
export function mountApi(app: Express, context: OAuthContext, { edge, behindProxy }: Omit<AppParts, 'mcp'>): void {
  settle(app, behindProxy);
  if (edge) app.use(edge);
  const origin = context.apiOrigin!;
  app.use(headers({ origin }), underOwnName({ behaviours: context.behaviours, origin }));
  context.wayIn.mountApi?.(app, context);
  app.use((_req, res) => {
    const message = `There is nothing here. Tokens are minted with POST ${origin}/auth/tokens/user.`;
    res.status(404).json({ error: 'not_found', message });
  });
  app.use(unread(context));
}

/** A body that cannot be read is the sender's fault; anything else is ours, and says nothing about how. */
const unread =
  ({ behaviours }: OAuthContext): ErrorRequestHandler =>
  (error, _req, res, next) => {
    if (res.headersSent) return next(error);
    const theirs = error?.status >= 400 && error?.status < 500;
    res.status(theirs ? error.status : 500).set('Cache-Control', behaviours.cachingOf('secret'));
    const message = theirs ? 'The body could not be read: send JSON.' : 'The gateway failed. Try again.';
    res.json({ error: theirs ? 'invalid_request' : 'server_error', message });
  };

/** Pages set a Content-Security-Policy of their own; this one is for answers that are no pages. */
const headers = ({ origin }: Pick<OAuthContext, 'origin'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: false,
    strictTransportSecurity: origin.startsWith('https:'),
  });

/** DNS rebinding: a foreign name that leads here would be an origin of its owner's, whose scripts could read pages. */
const underOwnName = ({ behaviours, origin }: Pick<OAuthContext, 'behaviours' | 'origin'>): RequestHandler => {
  const own = hostsOf(origin);
  return (req, res, next) => {
    if (behaviours.hostIsAllowed(req.headers.host, own)) return next();
    const error_description = `This gateway is ${origin}, and answers to no other name.`;
    res.status(403).json({ error: 'invalid_request', error_description });
  };
};

/** What every gateway shows, whatever its way in. */
function mountPages(app: Express, context: OAuthContext): void {
  app.get('/style.css', (_req, res) => {
    res.type('css').set('Cache-Control', context.behaviours.cachingOf('metadata')).send(style);
  });
  app.get('/', (_req, res) => sendPage(context, res, 200, quickReferencePage(context)));
}

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
