import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { brokerBehaviours } from './behaviours.ts';
import { type Book, createBook } from './book/book.ts';
import type { Account } from './book/state.ts';
import { followClock } from './book/ticks.ts';
import type { VirtualClock } from './clock.ts';
import type { BrokerContext } from './context.ts';
import { refusal } from './errors.ts';
import { createFaults } from './faults.ts';
import { createHooks } from './hooks/hooks.ts';
import type { Broker, BrokerOptions } from './index.ts';
import { createJournal } from './journal.ts';
import { createOAuthRouter } from './oauth/index.ts';
import { createKeyHooks } from './oauth/key-hooks.ts';
import { cryptoRandom } from './random.ts';
import { answerErrors } from './rest/answer-errors.ts';
import { createApi } from './rest/api.ts';
import { rewriteAnswers } from './rest/edge.ts';
import { createRateLimit } from './rest/rate-limit.ts';
import { createUsers, type User } from './users.ts';

/** What every account starts with, in dollars: a paper account's. */
const openingCash = '100000';

/** What the first two seeded users hold, so that there is something to read. */
const seededPositions = [
  { symbol: 'AAPL', qty: '10', price: '250' },
  { symbol: 'MSFT', qty: '5', price: '380' },
];

function openAccount(book: Book, user: User, id: string): Account {
  const known = book.state.accounts.get(id);
  if (known) return known;
  const number = user.accounts.find((account) => account.id === id)!.account_number;
  book.emit({ type: 'account_opened', account: id, number, cash: openingCash, at: book.now() });
  return book.state.accounts.get(id)!;
}

function seedBook(book: Book, context: BrokerContext): void {
  for (const user of context.users.all()) for (const { id } of user.accounts) openAccount(book, user, id);
  for (const email of ['trader@example.com', 'reader@example.com']) {
    const account = context.users.byEmail(email)!.accounts[0]!.id;
    for (const position of seededPositions) {
      const id = `${account}:${position.symbol}`;
      book.emit({ type: 'position_transferred', account, id, ...position, at: book.now() });
    }
  }
}

function createContext(options: BrokerOptions, origin: () => string, resets: (() => void)[]): BrokerContext {
  return {
    clock: options.clock,
    random: options.random ?? cryptoRandom,
    behaviours: { ...brokerBehaviours, ...options.behaviours },
    origin,
    users: createUsers(),
    journal: createJournal(),
    partners: new Map(),
    resolveBearer: () => undefined,
    onReset: (run) => resets.push(run),
    hooksToken: options.hooksToken,
  };
}

/** Starts a mock brokerage. Rejects when the port is taken. */
export async function createBroker(options: BrokerOptions): Promise<Broker> {
  let origin = '';
  const resets: (() => void)[] = [];
  const context = createContext(options, () => origin, resets);
  const book = createBook({ clock: options.clock, random: context.random, behaviours: context.behaviours });
  const ticks = followClock(book, options.clock);
  const faults = createFaults(options.clock);
  const rates = createRateLimit(options.clock, options.requestsPerMinute ?? 200);
  const accountFor = (user: User, id: string) => openAccount(book, user, id);
  const reset = () => {
    context.users.reset();
    context.journal.reset();
    rates.reset();
    faults.clear();
    book.reset();
    ticks.restart();
    seedBook(book, context);
    for (const run of resets) run();
  };
  const resetWithClock = () => {
    if ('reset' in options.clock) (options.clock as VirtualClock).reset();
    reset();
  };
  seedBook(book, context);

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use((_req, res, next) => {
    res.setHeader('Date', new Date(options.clock.now()).toUTCString());
    next();
  });
  if (options.rewrite) app.use(rewriteAnswers(options.rewrite));
  if (options.hooksToken) {
    const openAccounts = (user: User) => {
      for (const { id } of user.accounts) openAccount(book, user, id);
    };
    const more = [{ name: 'keys', router: createKeyHooks(context) }];
    app.use(
      '/test-hooks',
      createHooks({ context, advance: options.advance, reset: resetWithClock, openAccounts, more }),
    );
  }
  app.use(createApi({ context, book, rates, faults, accountFor }));
  app.use(createOAuthRouter(context));
  app.use((req) => {
    throw refusal('notFound', `nothing is here: ${req.method} ${req.path.slice(0, 200)}`);
  });
  app.use(answerErrors);

  const server = createServer(app);
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    registerPartner: (partner) => void context.partners.set(partner.clientId, partner),
    reset,
    close: () =>
      new Promise((resolve) => {
        ticks.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
