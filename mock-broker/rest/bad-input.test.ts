import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, hooksToken, openDesk } from '../broker-for-tests.ts';
import { seededKeys } from '../users.ts';
import { tradingRoutes } from './routes.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const { keyId, secret } = seededKeys('twin@example.com');
const keys = { 'APCA-API-KEY-ID': keyId, 'APCA-API-SECRET-KEY': secret, 'Content-Type': 'application/json' };
const events = async () => (await desk.hook('get', '/audit')).body.entries.length;

const odd = fc.oneof(
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
const value = fc.oneof(
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
const body = fc.oneof(
  fc.json(),
  fc.string(),
  fc.dictionary(fields, value).map((changes) => JSON.stringify(changes)),
  fc.tuple(fields, value).map(([name, given]) => JSON.stringify({ ...sound, [name]: given })),
);
const query = fc.dictionary(
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

async function send(method: string, path: string, headers: Record<string, string>, text: string) {
  const init = { method, headers, ...(method !== 'GET' && method !== 'DELETE' && { body: text }) };
  const answer = await fetch(`${desk.broker.origin}${path}`, init);
  return { status: answer.status, text: await answer.text() };
}

const filled = (path: string, part: string) =>
  path.replace('\\:', ':').replace(/\/:(symbol|id|type)/g, `/${encodeURIComponent(part) || 'x'}`);

test('no request makes the brokerage answer 500, and a refused one is told why and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...tradingRoutes), odd, query, body, async (route, part, asked, text) => {
      const path = `/v2${filled(route.path, part)}?${new URLSearchParams(asked)}`;
      const before = await events();
      const answer = await send(route.method.toUpperCase(), path, keys, text);
      expect(answer.status, `${route.method} ${path} ${text}`).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(JSON.parse(answer.text)).toMatchObject({ code: expect.any(Number), message: expect.any(String) });
      expect(await events()).toBe(before);
    }),
    { numRuns: 250, seed: 7 },
  );
});

const hooks = [
  ['POST', '/market'],
  ['POST', '/market/symbols/KO'],
  ['POST', '/orders/x'],
  ['PATCH', '/accounts/x'],
  ['POST', '/users'],
  ['POST', '/users/x/connections'],
  ['POST', '/faults'],
  ['DELETE', '/faults/x'],
  ['POST', '/clock'],
  ['GET', '/journal'],
] as const;

test('nor does a request to the test hooks', async () => {
  const headers = { Authorization: `Bearer ${hooksToken}`, 'Content-Type': 'application/json' };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...hooks), body, query, async ([method, path], text, asked) => {
      const answer = await send(method, `/test-hooks${path}?${new URLSearchParams(asked)}`, headers, text);
      expect(answer.status, `${method} ${path} ${text}`).toBeLessThan(500);
    }),
    { numRuns: 100, seed: 7 },
  );
});
