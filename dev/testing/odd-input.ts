import fc from 'fast-check';

// What nobody should send, and what is only just wrong.

export const odd = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    'AAPL',
    'null',
    '-1',
    '0',
    '1e400',
    'NaN',
    '９',
    '2026-11-17',
    '0000-01-01',
    '9999-99-99',
    '%00',
    '../..',
  ),
  fc.double().map(String),
);
export const value = fc.oneof(
  odd,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(odd),
  fc.dictionary(fc.string(), odd),
);
const fields = fc.constantFrom(
  ...['symbol', 'qty', 'notional', 'side', 'type', 'time_in_force', 'limit_price', 'stop_price', 'trail_price'],
  ...['trail_percent', 'extended_hours', 'client_order_id', 'order_class', 'take_profit', 'stop_loss', 'legs'],
  ...['position_intent', 'suspend_trade', 'max_margin_multiplier', '__proto__', 'constructor'],
);
const sound = { symbol: 'KO', qty: '1', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '50' };
export const body = fc.oneof(
  fc.json(),
  fc.string(),
  fc.dictionary(fields, value).map((changes) => JSON.stringify(changes)),
  fc.tuple(fields, value).map(([name, given]) => JSON.stringify({ ...sound, [name]: given })),
);
export const query = fc.dictionary(
  fc.constantFrom(
    ...[
      'status',
      'limit',
      'after',
      'until',
      'direction',
      'symbols',
      'side',
      'nested',
      'start',
      'end',
      'period',
      'timeframe',
    ],
    ...['page_size', 'page_token', 'activity_types', 'date', 'qty', 'percentage', 'cancel_orders', 'client_order_id'],
    ...['before_order_id', 'asset_class', 'sort', 'after[x]', 'limit[]'],
  ),
  odd,
  { maxKeys: 3 },
);
