import express from 'express';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { brokerBehaviours } from '../behaviours.ts';
import { createBook } from '../book/book.ts';
import { createVirtualClock } from '../clock.ts';
import type { BrokerContext } from '../context.ts';
import { createFaults } from '../faults.ts';
import { createJournal } from '../journal.ts';
import { createSeededRandom } from '../random.ts';
import { openAccount } from '../seeds.ts';
import { createUsers } from '../users.ts';
import { answerErrors } from './answer-errors.ts';
import { createApi } from './api.ts';
import { createRateLimit } from './rate-limit.ts';
import { tradingRoutes } from './routes.ts';
import { userRoutes } from './users.ts';

const scopes = [
  'user:information',
  'account:information',
  'position:information',
  'order:information',
  'order:execution',
  'market:information',
  'calendar:information',
];

/** The API alone; a token is the list of its scopes, joined by `+`. */
function api() {
  const clock = createVirtualClock();
  const random = createSeededRandom('scopes');
  const users = createUsers();
  const user = users.byEmail('trader@example.com')!;
  const context: BrokerContext = {
    clock,
    random,
    behaviours: brokerBehaviours,
    origin: () => '',
    users,
    journal: createJournal(),
    partners: new Map(),
    isLost: () => false,
    resolveBearer: (token) =>
      token === 'foreign' ? undefined : { user, clientId: 'client', scopes: token.split('+') },
    onReset: () => undefined,
    hooksToken: undefined,
  };
  const book = createBook({ clock, random, behaviours: brokerBehaviours });
  const parts = { context, book, rates: createRateLimit(clock, 0), faults: createFaults(clock) };
  const app = express();
  app.use(createApi({ ...parts, accountFor: (owner, id) => openAccount(book, owner, id) }));
  app.use(answerErrors);
  return supertest(app);
}

const routes = [
  ...tradingRoutes.map((route) => ({ ...route, path: `/v2${route.path}` })),
  ...userRoutes.map((route) => ({ ...route })),
];

test.each(routes)('$method $path is opened by $scope and by no other scope', async ({ method, path, scope }) => {
  const url = path.replace('\\:', ':').replace(/:(symbol|id|type)\b/g, 'AAPL');
  const call = (token: string) => api()[method](url).set('Authorization', `Bearer ${token}`).send({});
  const others = scopes.filter((one) => one !== scope).join('+');
  const refused = await call(others);
  expect([refused.status, refused.body.required_scope]).toEqual([403, scope]);
  expect(refused.headers['www-authenticate']).toContain(`error="insufficient_scope", scope="${scope}"`);
  expect((await call(scope!)).body.error).toBeUndefined();
});

test('a token that the brokerage does not know for its REST API gets 401 and a challenge', async () => {
  const { status, headers } = await api().get('/v2/account').set('Authorization', 'Bearer foreign');
  expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="brokerage", error="invalid_token"']);
});
