import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Desk, hooksToken, openDesk } from '../../dev/testing/broker.ts';
import { body, odd, query, value } from '../../dev/testing/odd-input.ts';
import { namedUuid } from '../ids.ts';
import { seededKeys } from '../users.ts';
import { addonRoutes } from './addon.ts';
import { newerRoutes, tradingRoutes } from './routes.ts';
import { userRoutes } from './users.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const { keyId, secret } = seededKeys('twin@example.com');
const keys = { 'APCA-API-KEY-ID': keyId, 'APCA-API-SECRET-KEY': secret, 'Content-Type': 'application/json' };
const events = async () => (await desk.hook('get', '/audit')).body.entries.length;

async function send(method: string, path: string, headers: Record<string, string>, text: string) {
  const init = { method, headers, ...(method !== 'GET' && method !== 'DELETE' && { body: text }) };
  const answer = await fetch(`${desk.broker.origin}${path}`, init);
  return { status: answer.status, text: await answer.text() };
}

/** Every path of the API, at each place where it stands. */
const whole = [
  ...['/v2', '/v1/trading/accounts/:account', '/addon/v2', '/addon/v1/trading/accounts/:account'].flatMap((prefix) =>
    tradingRoutes.map(({ method, path }) => ({ method, path: `${prefix}${path}` })),
  ),
  ...newerRoutes.map(({ method, path }) => ({ method, path: `/v3${path}` })),
  ...addonRoutes.map(({ method, path }) => ({ method, path: `/addon${path}` })),
  ...userRoutes,
];
const own = namedUuid('account:twin@example.com:1');

const filled = (path: string, part: string) =>
  path
    .replace('\\:', ':')
    .replace(':account', part.length % 3 === 0 ? encodeURIComponent(part) || 'x' : own)
    .replace(/\/:(symbol|id|type)/g, `/${encodeURIComponent(part) || 'x'}`);

test('no request makes the brokerage answer 500, and a refused one is told why and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...whole), odd, query, body, async (route, part, asked, text) => {
      const path = `${filled(route.path, part)}?${new URLSearchParams(asked)}`;
      const before = await events();
      const answer = await send(route.method.toUpperCase(), path, keys, text);
      expect(answer.status, `${route.method} ${path} ${text}`).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(JSON.parse(answer.text)).toMatchObject({ code: expect.any(Number), message: expect.any(String) });
      expect(await events()).toBe(before);
    }),
    { numRuns: 300, seed: 7 },
  );
});

const hooks = [
  ['POST', '/market'],
  ['POST', '/market/symbols/KO'],
  ['POST', '/market/symbols/:odd'],
  ['POST', '/orders/:odd'],
  ['PATCH', '/accounts/free@example.com'],
  ['PATCH', '/accounts/:odd'],
  ['POST', '/users'],
  ['GET', '/users/:odd'],
  ['PATCH', '/users/free@example.com'],
  ['POST', '/users/:odd/accounts'],
  ['DELETE', '/users/free@example.com/accounts/:odd'],
  ['GET', '/users/:odd/connections'],
  ['POST', '/users/free@example.com/connections'],
  ['PATCH', '/users/free@example.com/connections/own'],
  ['DELETE', '/users/free@example.com/connections/:odd'],
  ['POST', '/faults'],
  ['DELETE', '/faults/:odd'],
  ['POST', '/clock'],
  ['GET', '/journal'],
  ['GET', '/audit'],
  ['POST', '/keys'],
  ['PATCH', '/keys/:odd'],
] as const;
const hookFields = fc.constantFrom(
  ...[
    'open',
    'latency_ms',
    'rule_set',
    'halted',
    'pause_seconds',
    'quote',
    'frozen',
    'easy_to_borrow',
    'action',
    'qty',
  ],
  ...[
    'trading_blocked',
    'deposit',
    'position',
    'name',
    'trading',
    'accounts',
    'plan',
    'addon',
    'kind',
    'times',
    'status',
  ],
  ...['advance_seconds', 'user', 'redirect_uri', 'scopes', '__proto__'],
);
const hookBody = fc.oneof(
  body,
  fc.dictionary(hookFields, value, { maxKeys: 3 }).map((given) => JSON.stringify(given)),
);

test('nor does a request to the test hooks; a refused one is told why and changes nothing', async () => {
  const headers = { Authorization: `Bearer ${hooksToken}`, 'Content-Type': 'application/json' };
  const seen = async () => [
    await events(),
    (await desk.hook('get', '/users/free@example.com')).body,
    (await desk.hook('get', '/users/free@example.com/connections')).body,
    (await desk.hook('get', '/faults')).body,
    (await desk.hook('get', '/market')).body,
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...hooks), odd, hookBody, query, async ([method, where], part, text, asked) => {
      const path = where.replace(':odd', encodeURIComponent(part) || 'x');
      const before = await seen();
      const answer = await send(method, `/test-hooks${path}?${new URLSearchParams(asked)}`, headers, text);
      expect(answer.status, `${method} ${path} ${text}`).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(JSON.parse(answer.text)).toMatchObject({ message: expect.any(String) });
      expect(await seen()).toEqual(before);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('nor does anything sent over the stream, which answers the next one as ever', async () => {
  const messages = fc.array(
    fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(fc.constantFrom('action', 'key', 'secret', 'data', 'stream'), value)
        .map((one) => JSON.stringify(one)),
      fc
        .tuple(fc.constantFrom('auth', 'authenticate', 'listen'), value)
        .map(([action, data]) => JSON.stringify({ action, data, key: data, secret: data })),
    ),
    { maxLength: 5 },
  );
  const url = `${desk.broker.origin.replace('http', 'ws')}/stream`;
  const before = await events();
  await fc.assert(
    fc.asyncProperty(messages, async (sent) => {
      const socket = new WebSocket(url);
      await once(socket, 'open');
      for (const message of sent) socket.send(message);
      socket.close();
      await once(socket, 'close');
      expect((await send('GET', '/v2/clock', keys, '')).status).toBe(200);
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(await events()).toBe(before);
});
