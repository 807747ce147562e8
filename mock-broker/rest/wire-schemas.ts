import { z } from 'zod';
import { orderStatuses } from '../book/events.ts';

// The answers as `brokerage.md` §2.1 describes them, field by field and nothing else; tests hold every answer to them.

const decimal = z.string().regex(/^-?(0|[1-9]\d*)(\.\d+)?$/);
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/);
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const symbol = z.string().regex(/^[A-Z.]{1,6}$/);
const nullable = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

const orderFields = {
  id: z.uuid(),
  client_order_id: z.string().max(128),
  created_at: instant,
  updated_at: instant,
  submitted_at: instant,
  filled_at: nullable(instant),
  expired_at: nullable(instant),
  expires_at: nullable(instant),
  canceled_at: nullable(instant),
  failed_at: nullable(instant),
  replaced_at: nullable(instant),
  replaced_by: nullable(z.uuid()),
  replaces: nullable(z.uuid()),
  asset_id: z.uuid(),
  symbol,
  asset_class: z.literal('us_equity'),
  notional: nullable(decimal),
  qty: nullable(decimal),
  filled_qty: decimal,
  filled_avg_price: nullable(decimal),
  order_class: z.enum(['', 'bracket', 'oco', 'oto']),
  order_type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  side: z.enum(['buy', 'sell']),
  position_intent: z.enum(['buy_to_open', 'buy_to_close', 'sell_to_open', 'sell_to_close']),
  time_in_force: z.enum(['day', 'gtc', 'opg', 'cls', 'ioc', 'fok']),
  limit_price: nullable(decimal),
  stop_price: nullable(decimal),
  status: z.enum(orderStatuses),
  extended_hours: z.boolean(),
  trail_percent: nullable(decimal),
  trail_price: nullable(decimal),
  hwm: nullable(decimal),
  subtag: z.null(),
  source: z.null(),
};

export const order = z.strictObject({
  ...orderFields,
  legs: nullable(z.array(z.strictObject({ ...orderFields, legs: z.null() }))),
});

export const account = z.strictObject({
  id: z.uuid(),
  account_number: z.string(),
  status: z.literal('ACTIVE'),
  crypto_status: z.string(),
  currency: z.literal('USD'),
  cash: decimal,
  equity: decimal,
  last_equity: decimal,
  portfolio_value: decimal,
  buying_power: decimal,
  regt_buying_power: decimal,
  non_marginable_buying_power: decimal,
  options_buying_power: decimal,
  multiplier: z.enum(['1', '2', '4']),
  initial_margin: decimal,
  maintenance_margin: decimal,
  last_maintenance_margin: decimal,
  long_market_value: decimal,
  short_market_value: decimal,
  position_market_value: decimal,
  sma: decimal,
  shorting_enabled: z.boolean(),
  trade_suspended_by_user: z.boolean(),
  trading_blocked: z.boolean(),
  transfers_blocked: z.boolean(),
  account_blocked: z.boolean(),
  accrued_fees: decimal,
  options_approved_level: z.number().int(),
  options_trading_level: z.number().int(),
  balance_asof: date,
  created_at: instant,
  pattern_day_trader: z.boolean().optional(),
  daytrade_count: z.number().int().optional(),
  daytrading_buying_power: decimal.optional(),
});

export const configurations = z.strictObject({
  no_shorting: z.boolean(),
  suspend_trade: z.boolean(),
  fractional_trading: z.boolean(),
  max_margin_multiplier: z.enum(['1', '2', '4']),
  max_options_trading_level: z.number().int(),
  disable_overnight_trading: z.boolean(),
  trade_confirm_email: z.enum(['all', 'none']),
  ptp_no_exception_entry: z.boolean(),
  dtbp_check: z.string().optional(),
  pdt_check: z.string().optional(),
});

export const position = z.strictObject({
  asset_id: z.uuid(),
  symbol,
  exchange: z.string(),
  asset_class: z.literal('us_equity'),
  asset_marginable: z.boolean(),
  avg_entry_price: decimal,
  qty: decimal,
  qty_available: decimal,
  side: z.enum(['long', 'short']),
  market_value: decimal,
  cost_basis: decimal,
  unrealized_pl: decimal,
  unrealized_plpc: decimal,
  unrealized_intraday_pl: decimal,
  unrealized_intraday_plpc: decimal,
  current_price: decimal,
  lastday_price: decimal,
  change_today: decimal,
});

export const asset = z.strictObject({
  id: z.uuid(),
  class: z.literal('us_equity'),
  exchange: z.enum(['NASDAQ', 'NYSE', 'ARCA', 'OTC']),
  symbol,
  name: z.string(),
  status: z.enum(['active', 'inactive']),
  tradable: z.boolean(),
  marginable: z.boolean(),
  shortable: z.boolean(),
  easy_to_borrow: z.boolean(),
  borrow_status: z.enum(['easy_to_borrow', 'hard_to_borrow']),
  fractionable: z.boolean(),
  margin_requirement_long: decimal,
  margin_requirement_short: decimal,
  attributes: z.array(z.string()),
});

export const clock = z.strictObject({
  timestamp: instant,
  is_open: z.boolean(),
  next_open: instant,
  next_close: instant,
});

export const calendarDay = z.strictObject({
  date,
  open: z.string().regex(/^\d\d:\d\d$/),
  close: z.string().regex(/^\d\d:\d\d$/),
  session_open: z.string().regex(/^\d{4}$/),
  session_close: z.string().regex(/^\d{4}$/),
  settlement_date: date,
});

const fill = z.strictObject({
  id: z.string(),
  activity_type: z.literal('FILL'),
  transaction_time: instant,
  type: z.enum(['fill', 'partial_fill']),
  price: decimal,
  qty: decimal,
  side: z.enum(['buy', 'sell', 'sell_short']),
  symbol,
  leaves_qty: decimal,
  order_id: z.uuid(),
  cum_qty: decimal,
  order_status: z.enum(orderStatuses),
  busted: z.literal(true).optional(),
});

const journal = z.strictObject({
  id: z.string(),
  activity_type: z.enum(['JNLC', 'JNLS']),
  date,
  net_amount: decimal,
  symbol: symbol.optional(),
  qty: decimal.optional(),
  per_share_amount: decimal.optional(),
  description: z.string(),
  status: z.string(),
});

export const activity = z.union([fill, journal]);

export const history = z.strictObject({
  timestamp: z.array(z.number().int()),
  equity: z.array(z.number()),
  profit_loss: z.array(z.number()),
  profit_loss_pct: z.array(z.number()),
  base_value: z.number(),
  base_value_asof: date,
  timeframe: z.enum(['1Min', '5Min', '15Min', '1H', '1D']),
});

const quote = z.strictObject({
  t: instant,
  ax: z.string(),
  ap: z.number(),
  as: z.number().int(),
  bx: z.string(),
  bp: z.number(),
  bs: z.number().int(),
  c: z.array(z.string()),
  z: z.string(),
});

const bar = z.strictObject({
  t: instant,
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: z.number().int(),
  n: z.number().int(),
  vw: z.number(),
});

const refusal = z.looseObject({ code: z.number().int().optional(), message: z.string() });
const row = { status: z.number().int(), body: z.unknown().optional() };

/** The schema of an answer with a 2xx status, by method and path below the mount. */
const answers: readonly [method: string, path: RegExp, schema: z.ZodType][] = [
  ['GET', /^\/account$/, account],
  ['GET', /^\/account\/activities/, z.array(activity)],
  ['ANY', /^\/account\/configurations$/, configurations],
  ['GET', /^\/account\/portfolio\/history$/, history],
  ['GET', /^\/positions$/, z.array(position)],
  ['GET', /^\/positions\/[^/]+$/, position],
  ['DELETE', /^\/positions$/, z.array(z.strictObject({ symbol, ...row, body: z.union([order, refusal]) }))],
  ['DELETE', /^\/positions\/[^/]+$/, order],
  ['GET', /^\/assets$/, z.array(asset)],
  ['GET', /^\/assets\/[^/]+$/, asset],
  ['GET', /^\/clock$/, clock],
  ['GET', /^\/calendar$/, z.array(calendarDay)],
  ['POST', /^\/orders$/, order],
  ['GET', /^\/orders$/, z.array(order)],
  ['DELETE', /^\/orders$/, z.array(z.strictObject({ id: z.uuid(), ...row }))],
  ['GET', /^\/orders(:by_client_order_id|\/[^/]+)$/, order],
  ['PATCH', /^\/orders\/[^/]+$/, order],
  ['GET', /^\/stocks\/quotes\/latest$/, z.strictObject({ quotes: z.record(symbol, quote) })],
  ['GET', /^\/stocks\/[^/]+\/quotes\/latest$/, z.strictObject({ symbol, quote })],
  [
    'GET',
    /^\/stocks\/bars$/,
    z.strictObject({ bars: z.record(symbol, z.array(bar)), next_page_token: nullable(z.string()) }),
  ],
  [
    'GET',
    /^\/stocks\/[^/]+\/bars$/,
    z.strictObject({ symbol, bars: z.array(bar), next_page_token: nullable(z.string()) }),
  ],
];

/** Where an answer departs from its schema: one sentence, or undefined. Answers without a schema are let be. */
export function departure(method: string, url: string, status: number, body: unknown): string | undefined {
  const path = url.split('?')[0]!.replace(/^(\/addon)?(\/v2|\/v1\/trading\/accounts\/[^/]+)/, '');
  if (path === url.split('?')[0]) return undefined;
  const found = answers.find(([on, pattern]) => (on === 'ANY' || on === method) && pattern.test(path));
  const schema = status >= 400 ? refusal : status === 204 ? undefined : found?.[2];
  const result = schema?.safeParse(body);
  const issue = result?.error?.issues[0];
  return issue && `${method} ${path} ${status}: ${issue.path.join('.')}: ${issue.message}`;
}
