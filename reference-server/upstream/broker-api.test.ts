import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { type BrokerApi, createBrokerApi } from './broker-api.ts';

const origin = 'http://broker.test';
const clock = createVirtualClock();
let api: BrokerApi;

beforeEach(() => {
  api = createBrokerApi(origin, clock);
});
afterEach(() => {
  api.close();
  nock.cleanAll();
});

const get = () => api.call({ method: 'GET', path: '/v2/clock', token: 'upstream' });

test('the token goes into the header, the body comes back parsed', async () => {
  nock(origin, { reqheaders: { authorization: 'Bearer upstream' } })
    .post('/v2/orders', { qty: '1' })
    .reply(200, { id: 'o1' });
  const reply = await api.call({ method: 'POST', path: '/v2/orders', token: 'upstream', body: { qty: '1' } });
  expect(reply).toEqual({ status: 200, body: { id: 'o1' } });
});

test('an error status is an answer like any other, also when its body is not JSON', async () => {
  nock(origin).get('/v2/clock').reply(502, '<html>bad gateway</html>');
  expect(await get()).toEqual({ status: 502, body: undefined });
  nock(origin).get('/v2/clock').reply(204);
  expect(await get()).toEqual({ status: 204, body: undefined });
});

test.each([
  ['not JSON', () => nock(origin).get('/v2/clock').reply(200, '{"half":')],
  [
    'too large',
    () =>
      nock(origin)
        .get('/v2/clock')
        .reply(200, `"${'x'.repeat(5_000_000)}"`),
  ],
  ['connection', () => nock(origin).get('/v2/clock').replyWithError('connect ECONNREFUSED')],
])('no usable answer is an error that says why: %s', async (reason, prepare) => {
  prepare();
  await expect(get()).rejects.toMatchObject({ reason });
});

test('the deadline is the clock’s', async () => {
  const asked = new Promise<void>((resolve) => {
    nock(origin)
      .get('/v2/clock')
      .reply(() => {
        resolve();
        return new Promise(() => {}) as never;
      });
  });
  const reply = get();
  const outcome = expect(reply).rejects.toMatchObject({ reason: 'timeout' });
  await asked;
  clock.advance(10_000);
  await outcome;
});
