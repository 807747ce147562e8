import { timingSafeEqual } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import { secretHash, seededPassword, type User } from '../users.ts';
import { userOf } from './accounts.ts';
import { read } from './read.ts';

export { userOf } from './accounts.ts';
export { read } from './read.ts';

export interface HookParts {
  context: BrokerContext;
  /** Undefined where the clock cannot be moved. */
  advance: ((ms: number) => void) | undefined;
  reset(): void;
  /** Opens the books of a new user's accounts. */
  openAccounts(user: User): void;
  /** Runs with the hooks named as who asked, for the audit. */
  asActor(run: () => void): void;
  /** Further hooks by name, each a router mounted at the root of the hooks. */
  more: { name: string; router: Router }[];
}

/** Lets nobody in without the hooks token. */
const guarded = (token: string) => (req: Request, res: Response, next: NextFunction) => {
  const given = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  if (timingSafeEqual(secretHash(given), secretHash(token))) {
    next();
    return;
  }
  res.setHeader('WWW-Authenticate', 'Bearer realm="test-hooks"');
  throw refusal('unauthorized', 'the test hooks need their own bearer token');
};

const clockBody = z.strictObject({ advance_seconds: z.number().min(0).max(315_360_000) });
const newUserBody = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  trading: z.boolean().optional(),
  plan: z.enum(['elite', 'free']).optional(),
  accounts: z.number().int().min(1).max(20).optional(),
});
const userBody = z.strictObject({
  plan: z.enum(['elite', 'free']).optional(),
  trading: z.boolean().optional(),
  addon: z.strictObject({ connected: z.boolean().optional(), version: z.string().max(40).optional() }).optional(),
});

export const showUser = ({ id, email, name, plan, trading, accounts, addon }: User) => ({
  id,
  email,
  name,
  plan,
  trading,
  accounts,
  addon,
});

function clockHooks(router: Router, { context, advance }: HookParts): void {
  if (!advance) return;
  const now = () => ({ now: new Date(context.clock.now()).toISOString() });
  router.get('/clock', (_req, res) => {
    res.json(now());
  });
  router.post('/clock', (req, res) => {
    advance(read(clockBody, req.body).advance_seconds * 1000);
    res.json(now());
  });
}

function userHooks(router: Router, { context, openAccounts }: HookParts): void {
  router.post('/users', (req, res) => {
    const user = context.users.create(read(newUserBody, req.body));
    openAccounts(user);
    res.status(201).json({ ...showUser(user), password: seededPassword });
  });
  router.get('/users/:id', (req, res) => {
    res.json(showUser(userOf(context, req.params.id)));
  });
  router.patch('/users/:id', (req, res) => {
    const user = userOf(context, req.params.id);
    const { addon, ...changes } = read(userBody, req.body);
    Object.assign(user, changes);
    Object.assign(user.addon, addon);
    res.json(showUser(user));
  });
}

/** The test hooks, relative to `/test-hooks`. */
export function createHooks(parts: HookParts): Router {
  const { context } = parts;
  const router = Router();
  const names = [
    ...(parts.advance ? ['clock'] : []),
    'reset',
    'users',
    'journal',
    ...parts.more.map(({ name }) => name),
  ];
  router.use(guarded(context.hooksToken!), express.json({ limit: '64kb' }));
  router.get('/', (_req, res) => {
    const origin = context.origin();
    res.json({ version: 1, hooks: names, brokerage: { origin, clientCenter: `${origin}/client-center` } });
  });
  router.post('/reset', (_req, res) => {
    parts.reset();
    res.status(204).end();
  });
  router.use((_req, _res, next) => {
    parts.asActor(next);
  });
  router.get('/journal', (req, res) => {
    const user = req.query.user;
    if (user !== undefined && typeof user !== 'string') throw refusal('unprocessable', 'user must appear once');
    res.json({ entries: context.journal.entries(user) });
  });
  clockHooks(router, parts);
  userHooks(router, parts);
  for (const { router: one } of parts.more) router.use(one);
  router.use((req) => {
    throw refusal('notFound', `no such hook: ${req.method} ${req.path.slice(0, 100)}`);
  });
  return router;
}
