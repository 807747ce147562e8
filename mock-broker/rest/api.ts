import express, { type Request, type Response, Router } from 'express';
import { type Book, replay } from '../book/book.ts';
import type { Account } from '../book/state.ts';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import type { Faults, Struck } from '../faults.ts';
import type { User } from '../users.ts';
import { type Access, accessOf } from './access.ts';
import { addonRoutes } from './addon.ts';
import { sendError } from './answer-errors.ts';
import type { Answer, Call } from './call.ts';
import { accountIdOf, checkAddon, checkMayWrite, checkRate, checkScope, limitHeaders } from './gate.ts';
import { journalled, record } from './journalled.ts';
import { type Exchange, misbehave, wireFaults } from './misbehave.ts';
import type { RateLimit } from './rate-limit.ts';
import { newerRoutes, type Route, tradingRoutes } from './routes.ts';
import { userRoutes } from './users.ts';
import { watchlistRoutes } from './watchlists.ts';

export interface ApiParts {
  context: BrokerContext;
  book: Book;
  rates: RateLimit;
  faults: Faults;
  /** Requests that a fault keeps waiting; a reset hangs up on them, as it forgets what the clock was to do. */
  hanging: Set<Request>;
  /** The account's books, opened at first use. */
  accountFor(user: User, id: string): Account;
}

/** What a request needs beyond the route: decided from the mount. */
interface Mount {
  /** Reached through the trading platform's add-on. */
  throughAddon: boolean;
}

/** The account in the path; for a preview also in the body. */
function namedAccount(route: Route, req: Request): string | undefined {
  const inPath = (req.params as Record<string, string>).account_id;
  if (inPath !== undefined || route.path !== '/v1/orders/preview') return inPath;
  const inBody = (req.body as { account_id?: unknown } | null | undefined)?.account_id;
  return inBody === undefined || inBody === null ? undefined : String(inBody);
}

async function admit(parts: ApiParts, route: Route, mount: Mount, req: Request, res: Response): Promise<Call> {
  const { context } = parts;
  const access = await accessOf(context, req);
  res.locals.user = access.user.id;
  const id = accountIdOf(context, access, namedAccount(route, req));
  res.locals.account = id;
  checkRate(context, parts.rates, id, res);
  checkScope(context, access, route.scope);
  checkMayWrite(context, access, req);
  if (mount.throughAddon) checkAddon(context, access);
  return callOf(parts, access, parts.accountFor(access.user, id), req);
}

const actorOf = (access: Access): string => `user ${access.user.id} through ${access.client}`;

function callOf(parts: ApiParts, access: Access, account: Account, req: Request): Call {
  const struck = { method: req.method, path: req.originalUrl, user: access.user.id };
  return {
    context: parts.context,
    book: parts.book,
    user: access.user,
    actor: actorOf(access),
    account,
    params: req.params as Record<string, string>,
    query: req.query,
    body: req.body,
    fault: (kind) => parts.faults.take([kind], struck) !== undefined,
  };
}

/** Positions, balances and orders by their client’s name, as they were some seconds ago where the `lag` fault was ordered. */
function lagging(parts: ApiParts, route: Route, call: Call, struck: Struck): Call {
  if (struck.method !== 'GET' || !/^\/(positions|account$|orders\\:by_client)/.test(route.path)) return call;
  const fault = parts.faults.take(['lag'], struck);
  if (!fault) return call;
  const cut = parts.book.now() - (fault.seconds ?? 10) * 1000;
  const state = replay(parts.book.events.filter((event) => event.at <= cut));
  const account = state.accounts.get(call.account.id);
  return account ? { ...call, book: { ...parts.book, state }, account } : call;
}

/** Runs a handler in the name of who asked. */
const run = (route: Route, call: Call): Answer => call.book.asActor(call.actor, () => route.handle(call));

function send(res: Response, answer: Answer): void {
  res.status(answer.status);
  if (answer.body === undefined) res.end();
  else res.json(answer.body);
}

function exchangeOf(parts: ApiParts, route: Route, call: Call, req: Request, res: Response): Exchange {
  const { context } = parts;
  return {
    req,
    res,
    handle: () => run(route, call),
    send: (answer) => send(res, answer),
    fail: (error) => sendError(error, res),
    drop() {
      record(context, req, res, 0);
      req.socket.destroy();
    },
    wait(seconds, then) {
      const forget = context.clock.schedule(context.clock.now() + seconds * 1000, then);
      parts.hanging.add(req);
      res.once('close', () => {
        forget();
        parts.hanging.delete(req);
      });
    },
  };
}

const handler = (parts: ApiParts, route: Route, mount: Mount) => async (req: Request, res: Response) => {
  const call = await admit(parts, route, mount, req, res);
  const struck = { method: req.method, path: req.originalUrl, user: call.user.id };
  const fault = parts.faults.take(wireFaults, struck);
  if (fault) misbehave(fault, exchangeOf(parts, route, call, req, res));
  else send(res, run(route, lagging(parts, route, call, struck)));
};

const direct: Mount = { throughAddon: false };
const throughAddon: Mount = { throughAddon: true };
const oneAccount = '/v1/trading/accounts/:account_id';

/** Where the routes stand; see `docs/architecture.md`. */
const mounts: readonly { prefixes: string | string[]; routes: readonly Route[]; mount: Mount }[] = [
  { prefixes: ['/v2', oneAccount], routes: [...tradingRoutes, ...watchlistRoutes], mount: direct },
  { prefixes: ['/v3'], routes: newerRoutes, mount: direct },
  { prefixes: ['/addon/v2', `/addon${oneAccount}`], routes: tradingRoutes, mount: throughAddon },
  { prefixes: ['/addon'], routes: addonRoutes.filter(({ method }) => method === 'get'), mount: direct },
  { prefixes: ['/addon'], routes: addonRoutes.filter(({ method }) => method !== 'get'), mount: throughAddon },
  { prefixes: '/', routes: userRoutes, mount: direct },
];

const isOfTheApi = /^\/(v2|v3|v1\/(trading|users|orders)|addon)(\/|$)/;

/** The REST API at the root of the brokerage. */
export function createApi(given: Omit<ApiParts, 'hanging'>): Router {
  const parts: ApiParts = { ...given, hanging: new Set() };
  parts.context.onReset(() => {
    for (const { socket } of parts.hanging) socket.destroy();
  });
  const router = Router({ caseSensitive: true });
  router.use((req, _res, next) => next(isOfTheApi.test(req.path) ? undefined : 'router'));
  router.use(journalled(parts.context), (_req, res, next) => {
    limitHeaders(res, parts.rates.peek(''));
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  router.use(express.json({ limit: '64kb', type: () => true }));
  for (const { prefixes, routes, mount } of mounts) {
    const mounted = Router({ caseSensitive: true, mergeParams: true });
    for (const route of routes) mounted[route.method](route.path, handler(parts, route, mount));
    router.use(prefixes, mounted);
  }
  router.use((req) => {
    throw refusal('notFound', `endpoint not found: ${req.method} ${req.originalUrl.split('?')[0]!.slice(0, 200)}`);
  });
  return router;
}
