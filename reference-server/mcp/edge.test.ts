import nock from 'nock';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brokerOrigin, startEndpoint } from '../../dev/testing/mcp-endpoint.ts';
import { initialize, rpc, stateless } from '../../dev/testing/mcp-requests.ts';

type Gateway = Awaited<ReturnType<typeof startEndpoint>>;
let gateway: Gateway;

beforeEach(async () => {
  gateway = await startEndpoint('dynamic-client', { settings: { burst: 3 } });
  gateway.allow('ann', ['mcp:read']);
  gateway.allow('tom', ['mcp:trade']);
  gateway.allow('fay', ['mcp:trade'], { plan: 'free' });
  nock(brokerOrigin).persist().get('/addon/status').reply(200, addon());
});
afterEach(async () => {
  await gateway.close();
  nock.cleanAll();
});

const addon = (changes = {}) => ({
  connected: true,
  version: '1.13.0',
  platform_version: '8',
  features: [],
  ...changes,
});
const quote = { symbol: 'AAPL', quote: { t: '2026-11-17T15:00:00Z', bp: 249.5, bs: 1, ap: 250, as: 2 } };
const getQuote = { name: 'GetQuote', arguments: { instrument: 'AAPL' } };
const quotes = () => nock(brokerOrigin).persist().get('/addon/v2/stocks/AAPL/quotes/latest');

describe('the place', () => {
  test('a foreign Origin is refused, our own is not', async () => {
    const post = (origin: string) => stateless(gateway, 'ann', 'tools/list').set('Origin', origin);
    expect((await post('https://evil.example')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect((await post(gateway.origin)).status).toBe(200);
  });

  test('an origin that the operator allows may call, ask before it does, and read what it needs; no other may', async () => {
    const open = await startEndpoint('dynamic-client', { allowedOrigins: ['http://localhost:6274'] });
    open.allow('ann', ['mcp:read']);
    const ask = (origin: string) =>
      supertest(open.url)
        .options('')
        .set('Origin', origin)
        .set('Access-Control-Request-Method', 'POST')
        .set('Access-Control-Request-Headers', 'mcp-param-symbol,x-other');
    const asked = await ask('http://localhost:6274');
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, 'http://localhost:6274']);
    expect(asked.headers['access-control-allow-headers']).toContain('mcp-protocol-version');
    expect(asked.headers['access-control-allow-headers']).toMatch(/, mcp-param-symbol$/);
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await ask('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    const listed = await stateless(open, 'ann', 'tools/list').set('Origin', 'http://localhost:6274');
    expect([listed.status, listed.headers['access-control-allow-origin']]).toEqual([200, 'http://localhost:6274']);
    const refused = await supertest(open.url).post('').set('Origin', 'http://localhost:6274').send(rpc('tools/list'));
    expect(refused.headers['access-control-expose-headers']).toContain('www-authenticate');
    await open.close();
  });

  test('a foreign Host is refused', async () => {
    expect((await stateless(gateway, 'ann', 'tools/list').set('Host', 'evil.example')).status).toBe(403);
  });

  test('methods that there are not are 405 with Allow', async () => {
    const answer = await supertest(gateway.url).put('');
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST, GET, DELETE']);
  });
});

describe('the token', () => {
  const challenge = () => `resource_metadata="${gateway.origin}/.well-known/oauth-protected-resource/mcp"`;

  test('without one the answer is a challenge without an error code', async () => {
    const answer = await supertest(gateway.url).post('').send(rpc('tools/list'));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(`Bearer scope="mcp:read", ${challenge()}`);
  });

  test('one that is no good is invalid_token', async () => {
    const answer = await stateless(gateway, 'nobody', 'tools/list');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/);
  });

  test('in the query it does not count, and beside the header it is malformed', async () => {
    const alone = await supertest(gateway.url).post('?access_token=ann').send(rpc('tools/list'));
    const both = await supertest(`${gateway.url}?access_token=ann`).post('').auth('ann', { type: 'bearer' });
    expect([alone.status, both.status]).toEqual([401, 400]);
  });

  test('the scheme is matched in any case', async () => {
    const answer = await stateless(gateway, 'ann', 'tools/list').set('Authorization', 'bEaReR ann');
    expect(answer.status).toBe(200);
  });

  test('credentials that are not a token are malformed', async () => {
    const answer = await stateless(gateway, 'ann', 'tools/list').set('Authorization', 'Bearer');
    expect(answer.status).toBe(400);
  });
});

describe('the body', () => {
  const raw = () => supertest(gateway.url).post('').auth('ann', { type: 'bearer' });

  test('that is not JSON is -32700', async () => {
    const answer = await raw().set('Content-Type', 'application/json').send('{"jsonrpc":');
    expect([answer.status, answer.body.error.code]).toEqual([400, -32700]);
  });

  test('of another type is 415, unacceptable answers 406, too large 413', async () => {
    expect((await raw().set('Content-Type', 'text/plain').send('{}')).status).toBe(415);
    expect((await raw().set('Accept', 'text/html').send({})).status).toBe(406);
    expect((await raw().send({ long: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  test('with several messages is refused', async () => {
    const answer = await raw().send([rpc('tools/list'), rpc('tools/list')]);
    expect([answer.status, answer.body.error.code]).toEqual([400, -32600]);
  });
});

describe('who may call what', () => {
  test('a tool beyond the scope is hidden, and refused with what would do', async () => {
    const list = await stateless(gateway, 'ann', 'tools/list');
    expect(list.body.result.tools.map((tool: { name: string }) => tool.name)).not.toContain('PlaceOrder');
    const call = await stateless(gateway, 'ann', 'tools/call', { name: 'Flatten', arguments: { account: 'PA1' } });
    expect(call.status).toBe(403);
    expect(call.headers['www-authenticate']).toMatch(/error="insufficient_scope".*scope="mcp:trade"/);
  });

  test('the limit is the user’s, and Retry-After is enough', async () => {
    quotes().reply(200, quote);
    const session = await initialize(gateway, 'ann');
    for (let n = 0; n < 3; n++) expect((await stateless(gateway, 'ann', 'tools/call', getQuote)).status).toBe(200);
    const refused = await session('tools/call', getQuote);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    expect((await stateless(gateway, 'tom', 'tools/call', getQuote)).status).toBe(200);
    gateway.clock.advance(1000);
    expect((await session('tools/call', getQuote)).status).toBe(200);
  });

  test('without the paid plan tools are listed and calls are 403, until the plan is upgraded', async () => {
    quotes().reply(200, quote);
    const me = { id: 'user-fay', email: 'e', name: 'n', trading: true, accounts: [] };
    nock(brokerOrigin)
      .get('/v1/users/me')
      .reply(200, { ...me, plan: 'free' });
    expect((await stateless(gateway, 'fay', 'tools/list')).status).toBe(200);
    const refused = await stateless(gateway, 'fay', 'tools/call', getQuote);
    expect([refused.status, refused.body.error]).toEqual([403, 'subscription_required']);
    nock(brokerOrigin)
      .get('/v1/users/me')
      .reply(200, { ...me, plan: 'elite' });
    expect((await stateless(gateway, 'fay', 'tools/call', getQuote)).status).toBe(200);
  });

  test('the add-on offline is 408, in both eras', async () => {
    quotes().reply(408, { code: 40810000, message: 'addon_disconnected', error: 'addon_disconnected' });
    const session = await initialize(gateway, 'ann');
    for (const call of [stateless(gateway, 'ann', 'tools/call', getQuote), session('tools/call', getQuote)]) {
      const answer = await call;
      expect([answer.status, answer.body.error]).toEqual([408, 'addon_disconnected']);
    }
  });

  test('trade tools leave the list with the add-on, or when it is too old', async () => {
    for (const changes of [{ connected: false }, { version: '1.12.9' }]) {
      nock.cleanAll();
      nock(brokerOrigin).get('/addon/status').reply(200, addon(changes));
      const { body } = await stateless(gateway, 'tom', 'tools/list');
      const names = body.result.tools.map((tool: { name: string }) => tool.name);
      expect(names).toContain('GetConnections');
      expect(names).not.toContain('PlaceOrder');
    }
  });

  test('the brokerage’s final refusal ends the grant', async () => {
    quotes().reply(401, { code: 40110000, message: 'request is not authorized' });
    const first = await stateless(gateway, 'ann', 'tools/call', getQuote);
    expect(first.status).toBe(401);
    expect(first.headers['www-authenticate']).toMatch(/error="invalid_token"/);
    expect((await stateless(gateway, 'ann', 'tools/list')).status).toBe(401);
  });
});
