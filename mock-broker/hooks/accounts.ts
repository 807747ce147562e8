import { type Request, Router } from 'express';
import { z } from 'zod';
import type { Book } from '../book/book.ts';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import { listingOf } from '../market/symbols.ts';
import { renderAccount } from '../rest/render.ts';
import { type Connection, secretHash, type User } from '../users.ts';
import { read } from './read.ts';

const accountBody = z.strictObject({
  trading_blocked: z.boolean().optional(),
  account_blocked: z.boolean().optional(),
  transfers_blocked: z.boolean().optional(),
  liquidation_only: z.boolean().optional(),
  equities_disabled: z.boolean().optional(),
  shorting_enabled: z.boolean().optional(),
  deposit: z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,2})?$/, 'must be dollars as a string, such as "-500.00"')
    .optional(),
  position: z
    .strictObject({
      symbol: z.string(),
      qty: z.string().regex(/^-?\d{1,9}(\.\d{1,9})?$/, 'must be a decimal as a string'),
      price: z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'must be a price as a string'),
    })
    .optional(),
});

const connectionBody = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  trading: z.boolean().optional(),
  accounts: z.array(z.string()).max(20).optional(),
});

const connectionChanges = connectionBody.pick({ name: true, trading: true });

const show = ({ id, name, trading, accounts, keyId }: Connection) => ({ id, name, trading, accounts, key_id: keyId });

/** By id or by email address. */
export function userOf(context: BrokerContext, id: string): User {
  const user = context.users.byId(id) ?? context.users.byEmail(id);
  if (!user) throw refusal('notFound', `no user has the id or email address ${id.slice(0, 64)}`);
  return user;
}

/** By id or by name; the connection that a user starts with is named `own`. */
function connectionOf(user: User, id: string): Connection {
  const connection = user.connections.find((one) => one.id === id) ?? user.connections.find((one) => one.name === id);
  if (!connection) throw refusal('notFound', `the user has no connection ${id.slice(0, 64)}`);
  return connection;
}

/** `PATCH /accounts/{id}`: restrictions, money and positions. An email address stands for that user's first account. */
function restrict(context: BrokerContext, book: Book, named: string, body: unknown) {
  const id = context.users.byEmail(named)?.accounts[0]?.id ?? named;
  const account = book.state.accounts.get(id);
  if (!account) throw refusal('notFound', `account not found for ${id.slice(0, 64)}`);
  const { deposit, position, ...flags } = read(accountBody, body);
  if (position && !listingOf(position.symbol))
    throw refusal('unprocessable', `position.symbol: no asset ${position.symbol}`);
  const at = book.now();
  if (Object.keys(flags).length > 0) {
    const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
    book.emit({ type: 'account_flagged', account: id, flags: given, at });
  }
  if (deposit) book.emit({ type: 'cash_moved', account: id, id: book.newId(), amount: deposit, at });
  if (position) book.emit({ type: 'position_transferred', account: id, id: book.newId(), ...position, at });
  return renderAccount(book, account);
}

function checkOwn(user: User, ids: readonly string[] | undefined): void {
  const foreign = ids?.find((id) => !user.accounts.some((account) => account.id === id));
  if (foreign !== undefined) throw refusal('unprocessable', `accounts: ${foreign.slice(0, 64)} is not the user's`);
}

type Params = Request<{ user: string; id: string }>;

/** Accounts of a user, and connections to them: each with keys of its own, with or without trading. */
export function createAccountHooks(context: BrokerContext, book: Book, openAccounts: (user: User) => void): Router {
  const router = Router();
  router.patch('/accounts/:id', (req, res) => {
    res.json(restrict(context, book, req.params.id, req.body));
  });
  router.post('/users/:user/accounts', (req, res) => {
    const user = userOf(context, req.params.user);
    const account = context.users.addAccount(user);
    openAccounts(user);
    res.status(201).json(account);
  });
  router.delete('/users/:user/accounts/:id', (req: Params, res) => {
    const user = userOf(context, req.params.user);
    if (!context.users.removeAccount(user, req.params.id)) throw refusal('notFound', 'the user has no such account');
    book.emit({ type: 'account_closed', account: req.params.id, at: book.now() });
    res.status(204).end();
  });
  router.get('/users/:user/connections', (req, res) => {
    res.json(userOf(context, req.params.user).connections.map(show));
  });
  router.post('/users/:user/connections', (req, res) => {
    const user = userOf(context, req.params.user);
    const { name, trading, accounts } = read(connectionBody, req.body);
    checkOwn(user, accounts);
    const made = context.users.addConnection(user, {
      ...(name !== undefined && { name }),
      ...(trading !== undefined && { trading }),
      ...(accounts !== undefined && { accounts }),
    });
    res.status(201).json({ ...show(made.connection), secret: made.secret });
  });
  router.patch('/users/:user/connections/:id', (req: Params, res) => {
    const user = userOf(context, req.params.user);
    const connection = connectionOf(user, req.params.id);
    const changes = read(connectionChanges, req.body);
    if (changes.name !== undefined) connection.name = changes.name;
    if (changes.trading !== undefined) connection.trading = changes.trading;
    if (connection === user.connections[0] && changes.trading !== undefined) user.trading = changes.trading;
    res.json(show(connection));
  });
  router.delete('/users/:user/connections/:id', (req: Params, res) => {
    const user = userOf(context, req.params.user);
    const connection = connectionOf(user, req.params.id);
    // The own connection stays first in the list; without keys nothing can use it.
    if (connection === user.connections[0]) connection.secretHash = secretHash(book.newId());
    else context.users.removeConnection(user, connection.id);
    res.status(204).end();
  });
  return router;
}
