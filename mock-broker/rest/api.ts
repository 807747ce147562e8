import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Book } from '../book/book.ts';
import type { Account } from '../book/state.ts';
import type { BrokerContext } from '../context.ts';
import { Refusal, refusal } from '../errors.ts';
import type { User } from '../users.ts';
import { type Access, accessOf } from './access.ts';
import { addonRoutes } from './addon.ts';
import type { Answer, Call } from './call.ts';
import { previewOrder } from './orders.ts';
import type { RateLimit, Window } from './rate-limit.ts';
import { type Route, tradingRoutes } from './routes.ts';

export interface ApiParts {
  context: BrokerContext;
  book: Book;
  rates: RateLimit;
  /** The account's books, opened at first use. */
  accountFor(user: User, id: string): Account;
}

const writes = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

function limitHeaders(res: Response, window: Window): void {
  res.setHeader('X-Ratelimit-Limit', window.limit);
  res.setHeader('X-Ratelimit-Remaining', window.remaining);
  res.setHeader('X-Ratelimit-Reset', window.resetAt);
}

/** What a request needs beyond the route: decided from the mount. */
interface Mount {
  /** Reached through the trading platform's add-on. */
  throughAddon: boolean;
}

function checkScope(parts: ApiParts, access: Access, route: Route): void {
  if (route.scope === null || access.scopes === undefined) return;
  if (!parts.context.behaviours.brokerScopeOpensThePath(access.scopes, route.scope)) {
    throw refusal('forbidden', `insufficient scope: ${route.scope} is required`, {
      error: 'insufficient_scope',
      required_scope: route.scope,
    });
  }
}

function checkMayWrite(parts: ApiParts, access: Access, req: Request): void {
  if (writes.has(req.method) && !parts.context.behaviours.connectionMayWrite(access.trading)) {
    throw refusal('forbidden', 'this connection is read-only: trading is not enabled on it', {
      error: 'connection_read_only',
    });
  }
}

function checkAddon(parts: ApiParts, access: Access): void {
  if (!parts.context.behaviours.addonIsReachable(access.user.addon.connected)) {
    throw new Refusal(408, 40810000, 'addon_disconnected: the trading platform or its add-on is offline', {
      error: 'addon_disconnected',
    });
  }
}

/** The account that the path names, or the first one; a foreign one does not exist. */
function accountIdOf(parts: ApiParts, access: Access, named: string | undefined): string {
  const id = named ?? access.reach[0];
  if (!id || !parts.context.behaviours.accountBelongsToTheUser(id, access.reach)) {
    throw refusal('notFound', `account not found for ${(named ?? access.user.id).slice(0, 64)}`);
  }
  return id;
}

function send(res: Response, answer: Answer): void {
  res.status(answer.status);
  if (answer.body === undefined) res.end();
  else res.json(answer.body);
}

function handler(parts: ApiParts, route: Route, mount: Mount) {
  return async (req: Request, res: Response) => {
    const access = await accessOf(parts.context, req);
    res.locals.user = access.user.id;
    const params = req.params as Record<string, string>;
    const body = req.body as Record<string, unknown> | undefined;
    const named = params.account_id ?? (route.path === '/v1/orders/preview' ? body?.account_id : undefined);
    const id = accountIdOf(parts, access, named === undefined ? undefined : String(named));
    res.locals.account = id;
    const window = parts.rates.take(id, parts.context.behaviours.requestIsWithinTheRate);
    limitHeaders(res, window);
    if (!window.allowed) {
      res.setHeader('Retry-After', Math.max(1, Math.ceil(window.resetAt - parts.context.clock.now() / 1000)));
      throw refusal('rateLimited', 'too many requests.');
    }
    checkScope(parts, access, route);
    checkMayWrite(parts, access, req);
    if (mount.throughAddon) checkAddon(parts, access);
    const account = parts.accountFor(access.user, id);
    const call: Call = { ...parts, user: access.user, reach: access.reach, account, params, query: req.query, body };
    send(res, route.handle(call));
  };
}

function mountRoutes(parts: ApiParts, routes: readonly Route[], prefix: string, mount: Mount, router: Router): void {
  for (const route of routes) router[route.method](`${prefix}${route.path}`, handler(parts, route, mount));
}

const whoAmI = ({ user }: Call): Answer => ({
  status: 200,
  body: {
    id: user.id,
    email: user.email,
    name: user.name,
    plan: user.plan,
    trading: user.trading,
    accounts: user.accounts,
  },
});

function previewByAccount(call: Call): Answer {
  const { account_id: _, ...body } = { ...(call.body as object) } as Record<string, unknown>;
  return previewOrder({ ...call, body });
}

const userRoutes: readonly Route[] = [
  { method: 'get', path: '/v1/users/me', scope: 'user:information', handle: whoAmI },
  { method: 'post', path: '/v1/orders/preview', scope: 'order:execution', handle: previewByAccount },
];

/** Writes each trading and add-on request down as its answer is made. */
function journalled({ context }: ApiParts) {
  return (req: Request, res: Response, next: NextFunction) => {
    const end = res.end.bind(res) as (...rest: unknown[]) => Response;
    res.end = ((...rest: unknown[]) => {
      context.journal.add({
        at: new Date(context.clock.now()).toISOString(),
        method: req.method,
        path: req.originalUrl,
        account: res.locals.account ?? null,
        user: res.locals.user ?? null,
        status: res.statusCode,
      });
      return end(...rest);
    }) as Response['end'];
    next();
  };
}

function describe(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (type === 'entity.too.large') return new Refusal(413, 41310000, 'request body is too large: at most 64 kB');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Refusal(status === 415 ? 415 : 400, 40010000, 'request body format is invalid: it must be JSON');
  }
  return refusal('internal', 'internal server error occurred');
}

/** Every error as JSON in the documented shape. */
export const answerErrors = (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const refused = describe(error);
  const challenge =
    refused.status === 401
      ? 'Bearer realm="brokerage", error="invalid_token"'
      : refused.extras.error === 'insufficient_scope'
        ? `Bearer realm="brokerage", error="insufficient_scope", scope="${refused.extras.required_scope}"`
        : undefined;
  if (challenge) res.setHeader('WWW-Authenticate', challenge);
  res.status(refused.status).json({ code: refused.code, message: refused.message, ...refused.extras });
};

const prefixes = ['/v2', '/v1/trading', '/v1/users', '/v1/orders', '/addon'];

/** The REST API at the root of the brokerage. */
export function createApi(parts: ApiParts): Router {
  const router = Router({ caseSensitive: true });
  router.use(prefixes, journalled(parts), (_req, res, next) => {
    limitHeaders(res, parts.rates.peek(''));
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  router.use(prefixes, express.json({ limit: '64kb', type: () => true }));
  const account = '/v1/trading/accounts/:account_id';
  mountRoutes(parts, tradingRoutes, '/v2', { throughAddon: false }, router);
  mountRoutes(parts, tradingRoutes, account, { throughAddon: false }, router);
  mountRoutes(parts, tradingRoutes, '/addon/v2', { throughAddon: true }, router);
  mountRoutes(parts, tradingRoutes, `/addon${account}`, { throughAddon: true }, router);
  mountRoutes(parts, addonRoutes.slice(0, 1), '/addon', { throughAddon: false }, router);
  mountRoutes(parts, addonRoutes.slice(1), '/addon', { throughAddon: true }, router);
  mountRoutes(parts, userRoutes, '', { throughAddon: false }, router);
  router.use(prefixes, (req) => {
    throw refusal('notFound', `endpoint not found: ${req.method} ${req.originalUrl.split('?')[0]!.slice(0, 200)}`);
  });
  return router;
}
