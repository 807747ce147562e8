import Big from 'big.js';
import { refusal } from '../errors.ts';
import { bars } from '../market/bars.ts';
import { listingOf } from '../market/symbols.ts';
import type { User } from '../users.ts';
import { textOf } from './addon-text.ts';
import { type Answer, type Call, ok } from './call.ts';
import { renderAccount } from './render.ts';

/** What one user keeps on the trading platform: small, and gone at a reset with the user. */
interface Platform {
  /** What the add-on did, newest last. */
  activity: { id: string; at: string; action: string; detail: string }[];
  files: Map<string, { source: string; changed_at: string }>;
  backtests: Backtest[];
  /** Deployed strategies by name. */
  strategies: Map<string, { id: string; account: string; state: 'running' | 'stopped' }>;
  /** The highest equity seen of each account. */
  watermarks: Map<string, { equity: string; at: string }>;
}

interface Backtest {
  id: string;
  strategy: string;
  instrument: string;
  from: string;
  to: string;
  bars: number;
  /** US dollars for one share. */
  net_profit: string;
}

const sample = 'public class SampleStrategy : Strategy { }\n';
const mostKept = 100;
const day = 86_400_000;

const platforms = new WeakMap<User, Platform>();

function platformOf({ user }: Call): Platform {
  const known = platforms.get(user);
  if (known) return known;
  const made: Platform = {
    activity: [],
    files: new Map([['SampleStrategy.cs', { source: sample, changed_at: '2026-01-02T15:00:00Z' }]]),
    backtests: [],
    strategies: new Map(),
    watermarks: new Map(),
  };
  platforms.set(user, made);
  return made;
}

const nowOf = (call: Call): string => new Date(call.book.now()).toISOString();

/** Notes what the add-on did. The oldest is forgotten. */
export function note(call: Call, action: string, detail: string): void {
  const { activity } = platformOf(call);
  activity.push({ id: call.book.newId(), at: nowOf(call), action, detail });
  if (activity.length > mostKept) activity.shift();
}

const accountOf = (call: Call): { account_number: string; equity: string } =>
  renderAccount(call.book, call.account) as never;

const listActivity = (call: Call): Answer => ok({ activity: platformOf(call).activity });

/** The journal of trades: each fill of the account, in words. */
const listJournal = (call: Call): Answer =>
  ok({
    entries: call.book.events.flatMap((event) =>
      event.type === 'order_filled' && call.book.state.orders.get(event.order)?.account === call.account.id
        ? [{ at: new Date(event.at).toISOString(), order_id: event.order, note: 'Filled' }]
        : [],
    ),
  });

/** This mock has none: they are made in the product's own web app. */
const listWebhooks = (): Answer => ok({ webhooks: [] });

function listWatermarks(call: Call): Answer {
  const { watermarks } = platformOf(call);
  const { account_number, equity } = accountOf(call);
  const highest = watermarks.get(account_number);
  if (!highest || new Big(equity).gt(highest.equity)) watermarks.set(account_number, { equity, at: nowOf(call) });
  const rows = [...watermarks].map(([account, mark]) => ({ account, high_water_equity: mark.equity, at: mark.at }));
  return ok({ watermarks: rows });
}

const listFiles = (call: Call): Answer =>
  ok({ files: [...platformOf(call).files].map(([name, file]) => ({ name, ...file })) });

function writeFile(call: Call): Answer {
  const name = textOf(call, 'name', 80);
  if (!/^\w+\.cs$/.test(name)) throw refusal('unprocessable', 'name must be such as MyStrategy.cs');
  const { files } = platformOf(call);
  if (!files.has(name) && files.size >= mostKept) throw refusal('unprocessable', `there are ${mostKept} files already`);
  const file = { source: textOf(call, 'source', 50_000), changed_at: nowOf(call) };
  files.set(name, file);
  note(call, 'write_file', name);
  return ok({ name, changed_at: file.changed_at });
}

const listBacktests = (call: Call): Answer => ok({ backtests: platformOf(call).backtests });

/** One share, held from the first bar of the last thirty days to the last: the mock's whole idea of a backtest. */
function runBacktest(call: Call): Answer {
  const strategy = fileOf(call);
  const instrument = textOf(call, 'instrument', 12);
  const listing = listingOf(instrument);
  if (!listing) throw refusal('unprocessable', `no market data found for ${instrument}`);
  const now = call.book.now();
  const days = [...bars(call.book.seed, listing, { days: 1 }, now - 30 * day, now)];
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) throw refusal('unprocessable', 'there are no bars to test with');
  const made: Backtest = {
    id: call.book.newId(),
    strategy,
    instrument,
    from: new Date(first.at).toISOString(),
    to: new Date(last.at).toISOString(),
    bars: days.length,
    net_profit: new Big(last.close).minus(first.open).div(10_000).toFixed(),
  };
  const { backtests } = platformOf(call);
  if (backtests.push(made) > mostKept) backtests.shift();
  note(call, 'run_backtest', `${strategy} on ${instrument}`);
  return ok(made);
}

function fileOf(call: Call): string {
  const strategy = textOf(call, 'strategy', 80);
  if (!platformOf(call).files.has(strategy)) throw refusal('notFound', `there is no file ${strategy}`);
  return strategy;
}

function deploy(call: Call): Answer {
  const strategy = fileOf(call);
  const { strategies } = platformOf(call);
  const { account_number } = accountOf(call);
  if (strategies.get(strategy)?.state === 'running') {
    throw refusal('unprocessable', `${strategy} is running already: stop it first`);
  }
  const deployed = { id: call.book.newId(), account: account_number, state: 'running' as const };
  strategies.set(strategy, deployed);
  note(call, 'deploy', strategy);
  return ok({ strategy, ...deployed });
}

function stop(call: Call): Answer {
  const strategy = textOf(call, 'strategy', 80);
  const found = platformOf(call).strategies.get(strategy);
  if (!found) throw refusal('notFound', `${strategy} was never deployed`);
  found.state = 'stopped';
  note(call, 'stop', strategy);
  return ok({ strategy, ...found });
}

/** What can be read, also while the platform is off: the product keeps it. */
export const platformReads = [
  { path: '/activity', scope: 'account:information', handle: listActivity },
  { path: '/journal', scope: 'order:information', handle: listJournal },
  { path: '/webhooks', scope: 'account:information', handle: listWebhooks },
  { path: '/watermarks', scope: 'account:information', handle: listWatermarks },
  { path: '/files', scope: 'account:information', handle: listFiles },
  { path: '/backtests', scope: 'account:information', handle: listBacktests },
] as const;

/** What acts on the platform. A deployed strategy of this mock places no orders. */
export const platformWrites = [
  { path: '/files', scope: 'order:execution', handle: writeFile },
  { path: '/backtests', scope: 'order:execution', handle: runBacktest },
  { path: '/strategies/deploy', scope: 'order:execution', handle: deploy },
  { path: '/strategies/stop', scope: 'order:execution', handle: stop },
] as const;
