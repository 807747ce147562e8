import { objectOf } from '../book/request.ts';
import type { Account } from '../book/state.ts';
import { refusal } from '../errors.ts';
import { listingById, listingOf } from '../market/symbols.ts';
import { type Answer, type Call, ok, queryText } from './call.ts';
import { instant, renderAsset } from './render.ts';
import type { Route } from './routes.ts';

/** An account's own list of assets, in the order in which they were added. */
interface Watchlist {
  id: string;
  name: string;
  symbols: string[];
  createdAt: number;
  updatedAt: number;
}

const longestName = 64;
const mostLists = 100;
const mostSymbols = 500;

/** Not part of the book: nothing that trades depends on them. They go when their account does. */
const kept = new WeakMap<Account, Map<string, Watchlist>>();

function listsOf({ account }: Call): Map<string, Watchlist> {
  const lists = kept.get(account) ?? new Map<string, Watchlist>();
  kept.set(account, lists);
  return lists;
}

const head = (call: Call, list: Watchlist) => ({
  id: list.id,
  account_id: call.account.id,
  name: list.name,
  created_at: instant(list.createdAt),
  updated_at: instant(list.updatedAt),
});

const whole = (call: Call, list: Watchlist): Answer =>
  ok({ ...head(call, list), assets: list.symbols.map((symbol) => renderAsset(call.book, listingOf(symbol)!)) });

/** By id in the path, or by `name` in the query. */
function find(call: Call): Watchlist {
  const { id } = call.params;
  const lists = listsOf(call);
  if (id !== undefined) return lists.get(id) ?? missing(id);
  const name = queryText(call, 'name');
  if (name === undefined) throw refusal('unprocessable', 'name is required');
  return [...lists.values()].find((list) => list.name === name) ?? missing(name);
}

function missing(what: string): never {
  throw refusal('notFound', `watchlist not found for ${what.slice(0, longestName)}`);
}

function known(symbol: unknown): string {
  const listing = typeof symbol === 'string' ? (listingOf(symbol) ?? listingById(symbol)) : undefined;
  if (!listing) throw refusal('notFound', `asset not found for ${String(symbol).slice(0, 40)}`);
  return listing.symbol;
}

function nameOf(call: Call, name: unknown, own?: Watchlist): string {
  if (typeof name !== 'string' || name === '' || name.length > longestName) {
    throw refusal('unprocessable', `name must be text of 1 to ${longestName} characters`);
  }
  const taken = [...listsOf(call).values()].some((list) => list !== own && list.name === name);
  if (taken) throw refusal('unprocessable', 'watchlist name must be unique');
  return name;
}

function symbolsOf(given: unknown): string[] {
  if (!Array.isArray(given)) throw refusal('unprocessable', 'symbols must be a list');
  if (given.length > mostSymbols) throw refusal('unprocessable', `symbols must name no more than ${mostSymbols}`);
  return [...new Set(given.map(known))];
}

const fields = new Set(['name', 'symbols']);

function create(call: Call): Answer {
  const body = objectOf(call.body, fields);
  const lists = listsOf(call);
  if (lists.size >= mostLists) throw refusal('unprocessable', `an account has no more than ${mostLists} watchlists`);
  const now = call.book.now();
  const symbols = body.symbols == null ? [] : symbolsOf(body.symbols);
  const list = { id: call.book.newId(), name: nameOf(call, body.name), symbols, createdAt: now, updatedAt: now };
  lists.set(list.id, list);
  return whole(call, list);
}

function change(call: Call): Answer {
  const list = find(call);
  const body = objectOf(call.body, fields);
  const name = body.name == null ? list.name : nameOf(call, body.name, list);
  const symbols = body.symbols == null ? list.symbols : symbolsOf(body.symbols);
  Object.assign(list, { name, symbols, updatedAt: call.book.now() });
  return whole(call, list);
}

function add(call: Call): Answer {
  const list = find(call);
  const symbol = known(objectOf(call.body, new Set(['symbol'])).symbol);
  if (list.symbols.includes(symbol)) throw refusal('unprocessable', `${symbol} is in the watchlist already`);
  if (list.symbols.length >= mostSymbols) throw refusal('unprocessable', 'the watchlist is full');
  list.symbols.push(symbol);
  list.updatedAt = call.book.now();
  return whole(call, list);
}

function removeSymbol(call: Call): Answer {
  const list = find(call);
  const at = list.symbols.indexOf(call.params.symbol!);
  if (at < 0) throw refusal('notFound', `${call.params.symbol!.slice(0, 20)} is not in the watchlist`);
  list.symbols.splice(at, 1);
  list.updatedAt = call.book.now();
  return whole(call, list);
}

function remove(call: Call): Answer {
  listsOf(call).delete(find(call).id);
  return { status: 204 };
}

const reads = 'account:information' as const;
const writes = 'order:execution' as const;

/** The same by id and by name. */
const ofOne = ['/watchlists\\:by_name', '/watchlists/:id'].flatMap((path): Route[] => [
  { method: 'get', path, scope: reads, handle: (call) => whole(call, find(call)) },
  { method: 'put', path, scope: writes, handle: change },
  { method: 'post', path, scope: writes, handle: add },
  { method: 'delete', path, scope: writes, handle: remove },
]);

/** `/v2/watchlists`: an account's lists of assets, without their assets where all are listed. */
export const watchlistRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/watchlists',
    scope: reads,
    handle: (call) => ok([...listsOf(call).values()].map((list) => head(call, list))),
  },
  { method: 'post', path: '/watchlists', scope: writes, handle: create },
  ...ofOne,
  { method: 'delete', path: '/watchlists/:id/:symbol', scope: writes, handle: removeSymbol },
];
