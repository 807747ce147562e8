import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { type Audit, createAudit } from './audit.ts';
import { brokerBehaviours } from './behaviours.ts';
import { type Book, createBook } from './book/book.ts';
import { followClock } from './book/ticks.ts';
import { seedKey } from './client-center/keys.ts';
import type { VirtualClock } from './clock.ts';
import type { BrokerContext } from './context.ts';
import { refusal } from './errors.ts';
import { messagesOf } from './express-messages.ts';
import { createFaults, type Faults } from './faults.ts';
import { createAccountHooks } from './hooks/accounts.ts';
import { createAuditHooks } from './hooks/audit.ts';
import { createFaultHooks } from './hooks/faults.ts';
import { createHooks } from './hooks/hooks.ts';
import { createMarketHooks } from './hooks/market.ts';
import { createOrderHooks } from './hooks/orders.ts';
import { createPeopleHooks } from './hooks/people.ts';
import { createJournal } from './journal.ts';
import { createKept, type Kept } from './kept.ts';
import { createOAuthRouter } from './oauth/index.ts';
import { createKeyHooks } from './oauth/key-hooks.ts';
import { oauthState } from './oauth/state.ts';
import { notFoundPage } from './pages/authorization-pages.ts';
import { pageHeaders, sendPage } from './pages/page.ts';
import { cryptoRandom } from './random.ts';
import { answerErrors } from './rest/answer-errors.ts';
import { createApi } from './rest/api.ts';
import { rewriteAnswers } from './rest/edge.ts';
import { createRateLimit, type RateLimit } from './rest/rate-limit.ts';
import { openAccount, openAccounts, seedBook } from './seeds.ts';
import { openStream } from './stream.ts';
import type { Broker, BrokerOptions } from './types.ts';
import { createUsers, type User } from './users.ts';

interface Parts {
  options: BrokerOptions;
  context: BrokerContext;
  book: Book;
  audit: Audit;
  faults: Faults;
  rates: RateLimit;
  /** Back to the seeded state, the clock left alone. */
  reset(): void;
  stop(): void;
  /** What outlives the process, where something does. */
  kept: Kept | undefined;
}

function createParts(options: BrokerOptions, origin: () => string): Parts {
  const resets: (() => void)[] = [];
  const context: BrokerContext = {
    clock: options.clock,
    random: options.random ?? cryptoRandom,
    behaviours: { ...brokerBehaviours, ...options.behaviours },
    origin,
    users: createUsers(),
    journal: createJournal(),
    partners: new Map(),
    resolveBearer: () => undefined,
    isLost: (message) => faults.take(['event_lost'], message) !== undefined,
    onReset: (run) => resets.push(run),
    hooksToken: options.hooksToken,
    state: options.state,
  };
  const book = createBook({ ...options, random: context.random, behaviours: context.behaviours });
  const audit = createAudit(book);
  const ticks = followClock(book, options.clock);
  const faults = createFaults(options.clock, (named) => context.users.byEmail(named)?.id ?? named);
  for (const order of options.faults ?? []) faults.order(order);
  const rates = createRateLimit(options.clock, options.requestsPerMinute ?? 200);
  const kept = options.state && createKept(options.state, context, book);
  const reset = () => {
    kept?.forget();
    for (const one of [context.users, context.journal, rates, book, audit, faults]) one.reset();
    ticks.restart();
    seedBook(book, context.users);
    for (const run of resets) run();
  };
  const opened = kept?.openBook() ?? false;
  kept?.follow();
  if (opened) ticks.restart();
  else seedBook(book, context.users);
  return { options, context, book, audit, faults, rates, reset, stop: ticks.stop, kept };
}

function createHookRouter({ options, context, book, audit, faults, reset }: Parts): express.Router {
  const openAll = (user: User) => openAccounts(book, user);
  return createHooks({
    context,
    advance: options.advance,
    reset() {
      if ('reset' in options.clock) (options.clock as VirtualClock).reset();
      reset();
    },
    openAccounts: openAll,
    asActor: (run) => book.asActor('test hooks', run),
    more: [
      { name: 'keys', router: createKeyHooks(context) },
      { name: 'people', router: createPeopleHooks(context, openAll) },
      { name: 'market', router: createMarketHooks(book) },
      { name: 'orders', router: createOrderHooks(book) },
      { name: 'accounts', router: createAccountHooks(context, book, openAll) },
      { name: 'faults', router: createFaultHooks(faults) },
      { name: 'audit', router: createAuditHooks(audit) },
    ],
  });
}

const wantsPage = (req: express.Request): boolean => req.accepts(['json', 'html']) === 'html';

/** 404 as a page for a browser; a program is told in JSON. */
function nothingHere(context: BrokerContext): express.RequestHandler {
  const headers = pageHeaders(context);
  return (req, res, next) => {
    if (wantsPage(req)) headers(req, res, () => void sendPage(res, notFoundPage(), 404));
    else next();
  };
}

function createApp(parts: Parts): Express {
  const { options, context, book, rates, faults, kept } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use((_req, res, next) => {
    res.setHeader('Date', new Date(options.clock.now()).toUTCString());
    next();
  });
  if (options.rewrite) app.use(rewriteAnswers(options.rewrite));
  if (kept) app.use(kept.beforeAnswers);
  if (options.hooksToken) app.use('/test-hooks', createHookRouter(parts));
  const accountFor = (user: User, id: string) => openAccount(book, user, id);
  app.use(createApi({ context, book, rates, faults, accountFor }));
  app.use(createOAuthRouter(context));
  // Somebody who opens the brokerage in a browser wants a page; a program is told that nothing is here.
  app.get('/', (req, res, next) => {
    if (wantsPage(req)) res.redirect(303, '/client-center');
    else next();
  });
  app.get(/.*/, nothingHere(context));
  app.use((req) => {
    throw refusal('notFound', `nothing is here: ${req.method} ${req.path.slice(0, 200)}`);
  });
  app.use(answerErrors);
  return app;
}

/** Listens and returns the origin. */
async function listen(server: Server, { host = '127.0.0.1', port = 0 }: BrokerOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${(server.address() as AddressInfo).port}`;
}

/** Milliseconds for which an idle connection is kept: longer than clients keep theirs, who would send into one that closes. */
const keepAliveTimeout = 75_000;

/** Starts a mock brokerage. Rejects when the port is taken. */
export async function createBroker(options: BrokerOptions): Promise<Broker> {
  let origin = '';
  const parts = createParts(options, () => origin);
  const { context, book } = parts;
  const app = createApp(parts);
  const server = createServer({ keepAliveTimeout, ...messagesOf(app) }, app);
  parts.kept?.openPeople();
  const stream = openStream(server, context, book, parts.faults);
  origin = await listen(server, options);
  return {
    origin,
    registerPartner: (partner) => void context.partners.set(partner.clientId, partner),
    seedKey: (email, key) => {
      const seed = () => seedKey(oauthState(context), email, key);
      context.onReset(seed);
      return seed();
    },
    reset: parts.reset,
    close: () =>
      new Promise((resolve) => {
        parts.stop();
        book.forgetPending();
        stream.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
