import { type IncomingMessage, request } from 'node:http';
import nock from 'nock';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brokerOrigin, startEndpoint } from '../../dev/testing/mcp-endpoint.ts';
import { initialize, rpc, stateless } from '../../dev/testing/mcp-requests.ts';

let gateway: Awaited<ReturnType<typeof startEndpoint>>;
let addonIsConnected: boolean;
let looksAtTheAddon: number;
/** What an answer about the add-on waits for once it is written. */
let whileLooking: () => Promise<void>;

beforeEach(async () => {
  gateway = await startEndpoint('dynamic-client', { settings: { streamsPerUser: 3 } });
  gateway.allow('ann', ['mcp:trade']);
  gateway.allow('bob', ['mcp:trade']);
  addonIsConnected = true;
  looksAtTheAddon = 0;
  whileLooking = async () => {};
  const status = () => ({ connected: addonIsConnected, version: '1.13.0', platform_version: '8', features: [] });
  nock(brokerOrigin)
    .persist()
    .get('/addon/status')
    .reply(async () => {
      looksAtTheAddon += 1;
      const seen = status();
      await whileLooking();
      return [200, seen];
    });
});
afterEach(async () => {
  await gateway.close();
  nock.cleanAll();
});

const inSession = (method: 'get' | 'post' | 'delete', token: string, id: string) =>
  supertest(gateway.url)
    [method]('')
    .auth(token, { type: 'bearer' })
    .set('Mcp-Session-Id', id)
    .set('Accept', 'application/json, text/event-stream');

describe('a session', () => {
  test.each(['2025-11-25', '2025-06-18', '2025-03-26'])('speaks %s', async (version) => {
    const session = await initialize(gateway, 'ann', version);
    expect(session.opened.body.result.protocolVersion).toBe(version);
    expect(session.opened.body.result.capabilities).toEqual({ tools: { listChanged: true } });
    expect((await session('ping')).body.result).toEqual({});
  });

  test('counters a version that is not served with the latest', async () => {
    const { opened } = await initialize(gateway, 'ann', '1999-01-01');
    expect(opened.body.result.protocolVersion).toBe('2025-11-25');
  });

  test('is not found by another user, and lives on for its own', async () => {
    const session = await initialize(gateway, 'ann');
    expect((await inSession('post', 'bob', session.id).send(rpc('ping'))).status).toBe(404);
    expect((await inSession('delete', 'bob', session.id)).status).toBe(404);
    expect((await session('ping')).status).toBe(200);
  });

  test('is 400 when it is not named and 404 when it is unknown', async () => {
    const unnamed = supertest(gateway.url).post('').auth('ann', { type: 'bearer' }).send(rpc('ping'));
    expect((await unnamed).status).toBe(400);
    expect((await inSession('post', 'ann', 'unknown').send(rpc('ping'))).status).toBe(404);
  });

  test('refuses a version header that is not served', async () => {
    const session = await initialize(gateway, 'ann');
    expect((await session('ping').set('MCP-Protocol-Version', 'abc')).status).toBe(400);
  });

  test('ends by DELETE, by the clock and by revocation', async () => {
    const ended = await initialize(gateway, 'ann');
    expect((await inSession('delete', 'ann', ended.id)).status).toBe(204);
    expect((await ended('ping')).status).toBe(404);
    const idle = await initialize(gateway, 'ann');
    gateway.clock.advance(40 * 60_000);
    expect((await idle('ping')).status).toBe(404);
    const revoked = await initialize(gateway, 'ann');
    gateway.revoke('ann');
    gateway.allow('ann', ['mcp:trade']);
    expect((await revoked('ping')).status).toBe(404);
  });

  test('refuses a request id that is in flight', async () => {
    let answerQuote = () => {};
    const held = new Promise<void>((resolve) => {
      answerQuote = resolve;
    });
    let asked = () => {};
    const reached = new Promise<void>((resolve) => {
      asked = resolve;
    });
    nock(brokerOrigin)
      .get('/addon/v2/stocks/AAPL/quotes/latest')
      .reply(async () => {
        asked();
        await held;
        return [200, { symbol: 'AAPL', quote: { t: 'now', bp: 1, bs: 1, ap: 2, as: 1 } }];
      });
    const session = await initialize(gateway, 'ann');
    const message = rpc('tools/call', { name: 'GetQuote', arguments: { instrument: 'AAPL' } });
    const first = inSession('post', 'ann', session.id)
      .send(message)
      .then((answer) => answer);
    await reached;
    const second = await inSession('post', 'ann', session.id).send(message);
    answerQuote();
    expect([(await first).status, second.status, second.body.error.code]).toEqual([200, 400, -32600]);
  });

  test('takes notifications as 202 and answers unknown methods and tools by their codes', async () => {
    const session = await initialize(gateway, 'ann');
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' };
    expect((await inSession('post', 'ann', session.id).send(note)).status).toBe(202);
    expect((await session('no/such')).body.error.code).toBe(-32601);
    expect((await session('tools/call', { name: 'NoSuch' })).body.error.code).toBe(-32602);
  });
});

describe('a stream', () => {
  test('of a session tells that the list of tools changed, and ends with the grant', async () => {
    const { id } = await initialize(gateway, 'ann');
    const stream = await open('GET', { 'mcp-session-id': id });
    expect((await inSession('get', 'ann', id)).status).toBe(409);
    await listed(true);
    addonIsConnected = false;
    gateway.clock.advance(5_000);
    expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed' });
    gateway.revoke('ann');
    expect(await stream.next()).toBeUndefined();
  });

  test('of the stateless era acknowledges first, then tells, then says that it is over', async () => {
    const stream = await listen();
    expect(await stream.next()).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications: { toolsListChanged: true } },
    });
    await listed(true);
    addonIsConnected = false;
    await listed(false);
    expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed' });
    gateway.revoke('ann');
    expect(await stream.next()).toMatchObject({ result: { resultType: 'complete' } });
    expect(await stream.next()).toBeUndefined();
  });

  test('tells of what changed while a look was under way that had seen what was before', async () => {
    let answerOldLook = () => {};
    const held = new Promise<void>((resolve) => {
      answerOldLook = resolve;
    });
    const { id } = await initialize(gateway, 'ann');
    const stream = await open('GET', { 'mcp-session-id': id });
    await listed(true);
    whileLooking = () => held;
    gateway.clock.advance(5_000);
    await expect.poll(() => looksAtTheAddon).toBe(3);
    addonIsConnected = false;
    whileLooking = async () => {};
    gateway.clock.advance(5_000);
    answerOldLook();
    expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed' });
  });

  test('shares one look at the add-on with the others of its user, and leaves it to them', async () => {
    const [first, second] = [await listen(), await listen()];
    for (const stream of [first, second]) await stream.next();
    // Listing looks, too; by the time that it is answered, an earlier look has ended.
    await listed(true);
    expect(looksAtTheAddon).toBe(2);
    gateway.clock.advance(5_000);
    await listed(true);
    expect(looksAtTheAddon).toBe(4);
    addonIsConnected = false;
    for (const told of await Promise.all([asTimePasses(first.next()), second.next()])) {
      expect(told).toMatchObject({ method: 'notifications/tools/list_changed' });
    }
    first.leave();
    addonIsConnected = true;
    expect(await asTimePasses(second.next())).toMatchObject({ method: 'notifications/tools/list_changed' });
    second.leave();
  });

  test('is 429 when its user has as many as one may, in both eras, until one is closed', async () => {
    const { id } = await initialize(gateway, 'ann');
    const first = await listen();
    await listen();
    await listen();
    const wanted = () => inSession('get', 'ann', id);
    for (const full of [await wanted(), await listening('ann')]) {
      expect([full.status, full.body.error]).toEqual([429, 'too_many_streams']);
    }
    const { id: bobs } = await initialize(gateway, 'bob');
    const others = await open('GET', { 'mcp-session-id': bobs }, undefined, 'bob');
    expect(others.status).toBe(200);
    first.leave();
    await expect.poll(async () => (await open('GET', { 'mcp-session-id': id })).status).toBe(200);
  });

  /** Moves the clock on until there is an answer. */
  async function asTimePasses<T>(answer: Promise<T>): Promise<T> {
    let answered = false;
    void answer.then(() => {
      answered = true;
    });
    const pass = () => {
      gateway.clock.advance(5_000);
      return answered;
    };
    await expect.poll(pass).toBe(true);
    return answer;
  }

  /** Lists as another client of the user would, and expects trade tools or none. */
  async function listed(withTrade: boolean): Promise<void> {
    const { body } = await stateless(gateway, 'ann', 'tools/list');
    const names = body.result.tools.map((tool: { name: string }) => tool.name);
    expect(names.includes('PlaceOrder')).toBe(withTrade);
  }
});

const filter = { notifications: { toolsListChanged: true, promptsListChanged: true } };
const listening = (token: string) => stateless(gateway, token, 'subscriptions/listen', filter);

/** Opens a stream of the stateless era. */
function listen() {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const headers = {
    'content-type': 'application/json',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'subscriptions/listen',
  };
  return open('POST', headers, rpc('subscriptions/listen', { ...filter, _meta: meta }));
}

/** Opens a stream of events; `next` resolves with the next message, or undefined at the end. */
async function open(method: 'GET' | 'POST', headers: Record<string, string>, body?: object, token = 'ann') {
  const accept = 'application/json, text/event-stream';
  const outgoing = request(gateway.url, { method, headers: { ...headers, accept, authorization: `Bearer ${token}` } });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
  const messages = events(answer);
  return {
    status: answer.statusCode,
    next: async () => (await messages.next()).value,
    leave: () => void outgoing.destroy(),
  };
}

async function* events(chunks: AsyncIterable<Buffer>): AsyncGenerator<unknown, undefined> {
  let text = '';
  for await (const chunk of chunks) {
    const frames = (text + chunk.toString()).split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data) yield JSON.parse(data);
    }
  }
  return undefined;
}
