import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { gatewayBehaviours } from '../behaviours.ts';
import { createBrokerHttp } from './broker-http.ts';
import { createBrokerOAuth } from './broker-oauth.ts';
import { isRefusal, UpstreamGone, UpstreamUnavailable } from './upstream-gone.ts';

const brokerOrigin = 'http://broker.test';
const http = createBrokerHttp();
const broker = createBrokerOAuth({
  send: http.send,
  clock: createVirtualClock(),
  behaviours: gatewayBehaviours,
  brokerOrigin,
  callbackUrl: 'http://gateway.test/auth/callback',
  upstreamClient: { clientId: 'gate:way', clientSecret: 'se cret%' },
});
const held = { accessToken: 'a', refreshToken: 'r', expiresAt: 0, scopes: ['user:information'] };

afterEach(() => nock.cleanAll());

const answer = (status: number, body: string | object) =>
  nock(brokerOrigin)
    .post('/oauth2/token')
    .reply(status, body as never);

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the gateway as a client of the brokerage', () => {
  it("proves itself as the partner by Basic, form-encoded first, and says only its id for a user's key", async () => {
    const basic = `Basic ${Buffer.from('gate%3Away:se+cret%25').toString('base64')}`;
    const body = { access_token: 'x', expires_in: 60, scope: 'a b' };
    nock(brokerOrigin, { reqheaders: { authorization: basic } })
      .post('/oauth2/token', /^(?!.*client_id)/)
      .reply(200, body);
    const tokens = await broker.refresh('gate:way', held);
    expect(tokens).toMatchObject({ accessToken: 'x', refreshToken: 'r', scopes: ['a', 'b'] });
    nock(brokerOrigin, { badheaders: ['authorization'] })
      .post('/oauth2/token', /client_id=key-1/)
      .reply(200, body);
    expect((await broker.refresh('key-1', held)).accessToken).toBe('x');
  });

  it.each([
    [401, { error: 'invalid_client' }],
    [400, { error: 'invalid_grant' }],
    [400, { error: 'unauthorized_client' }],
  ])('knows that the connection is over: %i %j', async (status, body) => {
    answer(status, body);
    expect(await failureOf(broker.refresh('key-1', held))).toBeInstanceOf(UpstreamGone);
  });

  it.each([
    ['an outage', 503, { error: 'unavailable' }],
    ['a page', 200, '<html>'],
    ['an answer without a token', 200, { token_type: 'Bearer' }],
    ['too much', 200, `"${'x'.repeat(1_100_000)}"`],
  ])('does not end the connection for %s', async (_name, status, body) => {
    answer(status, body);
    const failure = await failureOf(broker.refresh('key-1', held));
    expect(failure).toBeInstanceOf(UpstreamUnavailable);
    expect(isRefusal(failure)).toBe(false);
  });

  it('does not end the connection for a broken line', async () => {
    nock(brokerOrigin).post('/oauth2/token').replyWithError('socket hang up');
    expect(await failureOf(broker.refresh('key-1', held))).toBeInstanceOf(UpstreamUnavailable);
  });

  it('tells who the user is, and whether the key may ask', async () => {
    const user = {
      id: 'u',
      email: 'e',
      name: 'n',
      plan: 'elite',
      trading: true,
      accounts: [{ id: 'a', account_number: '1' }],
    };
    nock(brokerOrigin).get('/v1/users/me').matchHeader('authorization', 'Bearer t').reply(200, user);
    expect((await broker.userOf('t')).accounts).toEqual([{ id: 'a', accountNumber: '1' }]);
    nock(brokerOrigin).get('/v1/users/me').reply(403, {});
    expect(isRefusal(await failureOf(broker.userOf('t')))).toBe(true);
  });
});
