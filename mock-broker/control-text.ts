import { faultFrom } from './fault-text.ts';
import { UnknownWord } from './unknown-word.ts';

/** A request to the test hooks, below `/test-hooks`. */
export interface HookRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
}

/** How a control is typed, and the request to the test hooks that it stands for. */
export interface Control {
  /** The words after the verb; those in brackets may be left out, dots stand for several. */
  takes: string;
  says: string;
  /** What `takes` names, in order; undefined where it was left out. */
  request(...words: string[]): HookRequest;
}

const control = (takes: string, says: string, request: Control['request']): Control => ({ takes, says, request });

const part = encodeURIComponent;
const get = (path: string): HookRequest => ({ method: 'GET', path });
const post = (path: string, body?: object): HookRequest => ({ method: 'POST', path, ...(body && { body }) });
const patch = (path: string, body: object): HookRequest => ({ method: 'PATCH', path, body });
const gone = (path: string): HookRequest => ({ method: 'DELETE', path });

const market = (body: object) => () => post('/market', body);
const symbol = (name: string, body: object) => post(`/market/symbols/${part(name)}`, body);
const account = (name: string, body: object) => patch(`/accounts/${part(name)}`, body);
const order = (id: string, body: object) => post(`/orders/${part(id)}`, body);
const user = (name: string, rest = '') => `/users/${part(name)}${rest}`;
const connection = (name: string, id: string) => user(name, `/connections/${part(id)}`);

/** What is no number is passed on as it is: the hook says what is wrong with it. */
const number = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

const ofTheMarket = {
  open: control('', 'opens the market, whatever the calendar says', market({ open: true })),
  close: control('', 'closes it', market({ open: false })),
  calendar: control('', 'leaves that to the calendar again', market({ open: null })),
  advance: control('<seconds>', 'moves the clock (needs serve --clock)', (seconds) =>
    post('/clock', { advance_seconds: number(seconds!) }),
  ),
  latency: control('<milliseconds>', 'how long the exchange takes to answer', (ms) =>
    post('/market', { latency_ms: number(ms!) }),
  ),
  'rule-set': control(
    '<intraday_margin|legacy_pdt>',
    'the margin rule, or the day-trading rule before it',
    (rule_set) => post('/market', { rule_set }),
  ),
  halt: control('<symbol>', 'stops trading in it', (name) => symbol(name!, { halted: true })),
  resume: control('<symbol>', 'lets it trade again', (name) => symbol(name!, { halted: false })),
  pause: control('<symbol> <seconds>', 'a pause for the price band', (name, seconds) =>
    symbol(name!, { pause_seconds: number(seconds!) }),
  ),
  quote: control('<symbol> <bid> <ask>', 'sets the quote', (name, bid, ask) => symbol(name!, { quote: { bid, ask } })),
  freeze: control('<symbol>', 'keeps the quote as it is', (name) => symbol(name!, { frozen: true })),
  unfreeze: control('<symbol>', 'lets a set or frozen quote go', (name) => symbol(name!, { frozen: false })),
  borrow: control('<symbol> <easy|hard>', 'how the shares can be borrowed', (name, how) =>
    symbol(name!, { easy_to_borrow: how === 'easy' }),
  ),
};

const ofOrders = {
  fill: control('<order> [qty] [price]', 'fills it or a part of it', (id, qty, price) =>
    order(id!, { action: 'fill', ...(qty && { qty }), ...(price && { price }) }),
  ),
  bust: control('<order> [execution]', 'takes back a fill, the last one unless told', (id, execution) =>
    order(id!, { action: 'bust', ...(execution && { execution }) }),
  ),
  reject: control('<order> [reason...]', 'the exchange refuses it', (id, reason) =>
    order(id!, { action: 'reject', ...(reason && { reason }) }),
  ),
  cancel: control('<order>', 'the exchange cancels it', (id) => order(id!, { action: 'cancel' })),
  'finish-cancel': control('<order>', 'ends a cancel that is stuck', (id) => order(id!, { action: 'finish_cancel' })),
  expire: control('<order>', 'it expires', (id) => order(id!, { action: 'expire' })),
  stop: control('<order>', 'stopped', (id) => order(id!, { action: 'stop' })),
  suspend: control('<order>', 'suspended', (id) => order(id!, { action: 'suspend' })),
  calculate: control('<order>', 'calculated', (id) => order(id!, { action: 'calculate' })),
  'done-for-day': control('<order>', 'done for the day', (id) => order(id!, { action: 'done_for_day' })),
  unsuspend: control('<order>', 'back to work from any of these four', (id) => order(id!, { action: 'resume' })),
};

const restrictions = 'trading_blocked|account_blocked|transfers_blocked|liquidation_only|equities_disabled';

const ofAccounts = {
  restrict: control(`<account> <${restrictions}>`, 'restricts it', (id, name) => account(id!, { [name!]: true })),
  lift: control(`<account> <${restrictions}>`, 'lifts a restriction', (id, name) => account(id!, { [name!]: false })),
  block: control('<account>', 'blocks the whole account', (id) => account(id!, { account_blocked: true })),
  unblock: control('<account>', 'lifts that', (id) => account(id!, { account_blocked: false })),
  shorting: control('<account> <on|off>', 'whether it may sell short', (id, how) =>
    account(id!, { shorting_enabled: how === 'on' }),
  ),
  deposit: control('<account> <dollars>', 'moves money in, or out below zero', (id, deposit) =>
    account(id!, { deposit }),
  ),
  transfer: control('<account> <symbol> <qty> <price>', 'moves shares in', (id, name, qty, price) =>
    account(id!, { position: { symbol: name, qty, price } }),
  ),
  user: control('[name...]', 'a new user with an account', (name) => post('/users', name ? { name } : {})),
  plan: control('<user> <elite|free>', 'the plan that is paid for', (id, plan) => patch(user(id!), { plan })),
  addon: control('<user> <on|off>', 'whether the add-on is connected', (id, how) =>
    patch(user(id!), { addon: { connected: how === 'on' } }),
  ),
  account: control('<user>', 'one more account', (id) => post(user(id!, '/accounts'))),
  'close-account': control('<user> <account>', 'takes an account away', (id, which) =>
    gone(user(id!, `/accounts/${part(which!)}`)),
  ),
  connect: control('<user> <name> <trading|read-only>', 'a connection with keys of its own', (id, name, how) =>
    post(user(id!, '/connections'), { name, trading: how === 'trading' }),
  ),
  trading: control('<user> <connection> <on|off>', 'whether it may trade', (id, which, how) =>
    patch(connection(id!, which!), { trading: how === 'on' }),
  ),
  disconnect: control('<user> <connection>', 'takes a connection away', (id, which) => gone(connection(id!, which!))),
};

const ofTheBroker = {
  fault: control('<kind[:field=value,...]>', 'orders a fault, such as slow:seconds=5', (text) =>
    post('/faults', faultFrom(text!)),
  ),
  'no-faults': control('', 'takes all faults back', () => gone('/faults')),
  restart: control('', 'a crash: state is built anew from the events', () => post('/restart')),
  reset: control('', 'back to the first day', () => post('/reset')),
  'show-market': control('', 'phase, halts and quotes', () => get('/market')),
  'show-faults': control('', 'the faults that live', () => get('/faults')),
  'show-connections': control('<user>', 'the connections of a user', (id) => get(user(id!, '/connections'))),
  journal: control('[user-id]', 'the requests that came', (id) => get(`/journal${id ? `?user=${part(id)}` : ''}`)),
  audit: control('[order]', 'the chain of all that happened, or an order’s life', (id) =>
    get(`/audit${id ? `?order=${part(id)}` : ''}`),
  ),
};

/** Every control by its verb, in groups. An account is an id or its user's email address, a user an id or an email address. */
export const controls = {
  'the market': ofTheMarket,
  'an order': ofOrders,
  'accounts, users and connections': ofAccounts,
  'the brokerage': ofTheBroker,
} satisfies Record<string, Record<string, Control>>;

export const controlNamed = (verb: string): Control | undefined =>
  Object.values(controls).flatMap((group) =>
    Object.entries<Control>(group).flatMap(([name, one]) => (name === verb ? [one] : [])),
  )[0];

export const controlVerbs: readonly string[] = Object.values(controls).flatMap((group) => Object.keys(group));

/** What `takes` names, each with the words that it is confined to. */
const slots = (takes: string) =>
  [...takes.matchAll(/([<[])([^>\]]+)[>\]]/g)].map(([, bracket, name]) => ({
    needed: bracket === '<',
    several: name!.endsWith('...'),
    choices: name!.includes('|') ? name!.split('|') : undefined,
  }));

/** The words in the order of `takes`, the last ones joined where it has dots; undefined where they do not fit. */
function inSlots(verb: string, takes: string, words: readonly string[]): string[] | undefined {
  const wanted = slots(takes);
  const joined = wanted.at(-1)?.several ? [words.slice(wanted.length - 1).join(' ')].filter(Boolean) : undefined;
  const given = joined ? [...words.slice(0, wanted.length - 1), ...joined] : [...words];
  if (given.length > wanted.length || given.length < wanted.filter((one) => one.needed).length) return undefined;
  for (const [index, { choices }] of wanted.entries()) {
    const word = given[index];
    if (word === undefined || !choices || choices.includes(word)) continue;
    throw new UnknownWord(`${verb} knows no “${word}”`, word, choices);
  }
  return given;
}

/** A control as one types it, word by word. Throws a `RangeError` of one sentence where it is none. */
export function controlFrom(words: readonly string[]): HookRequest {
  const [verb = '', ...rest] = words;
  const found = controlNamed(verb);
  if (!found) throw new UnknownWord(`there is no control “${verb}”`, verb, controlVerbs);
  const fitted = inSlots(verb, found.takes, rest);
  if (fitted) return found.request(...fitted);
  throw new RangeError(`${verb} is typed as: ${[verb, found.takes].filter(Boolean).join(' ')}`);
}
