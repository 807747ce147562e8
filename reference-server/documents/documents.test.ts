import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callback, document, documentWorld, host, publish } from '../../dev/testing/document-clients.ts';
import { authorizeUrl } from '../../dev/testing/gateway-client.ts';
import { createBrowser, hooksToken } from '../../dev/testing/gateway-stack.ts';

const world = documentWorld();
const { come } = world;

describe('a document is kept', () => {
  const minutes = (n: number) => world.stack.clock.advance(n * 60_000);

  it.each([
    ['as long as it says', 'max-age=3600', 59, 61],
    ['as long as it says to caches that many share', 'max-age=0, s-maxage=600', 9, 11],
    ['some minutes where it says nothing', '', 4, 6],
    ['a day at most', 'max-age=99999999', 23 * 60, 25 * 60],
  ])('%s', async (_what, cacheControl, within, after) => {
    publish(document, cacheControl ? { 'cache-control': cacheControl } : {});
    expect(await come()).toMatchObject({ status: 200 });
    minutes(within);
    expect(await come()).toMatchObject({ status: 200 });
    expect(world.asked).toHaveLength(1);
    minutes(after - within);
    publish({ ...document, redirect_uris: ['https://app.example/moved'] });
    expect(await come()).toBe('redirect_uri_mismatch');
  });

  it.each(['no-store', 'no-cache', 'private, max-age=60', 'max-age=0'])('not at all after %s', async (cacheControl) => {
    for (let n = 1; n <= 2; n++) {
      publish(document, { 'cache-control': cacheControl });
      expect(await come()).toMatchObject({ status: 200 });
      expect(world.asked).toHaveLength(n);
    }
  });

  it('once for all who ask at the same time', async () => {
    publish();
    const all = await Promise.all(Array.from({ length: 5 }, () => come()));
    expect(all.every((one) => typeof one === 'object')).toBe(true);
    expect(world.asked).toHaveLength(1);
  });
});

it('nobody has more than four of them read at once', async () => {
  const started: string[] = [];
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const lookup = async (name: string) => {
    started.push(name);
    await held;
    return ['127.0.0.1'];
  };
  await world.restart({ lookup });
  const coming = [1, 2, 3, 4].map((n) => come(`https://slow${n}.example/client.json`));
  await expect.poll(() => started.length).toBe(4);
  expect(await come('https://fifth.example/client.json')).toBe('invalid_client');
  expect(started).not.toContain('fifth.example');
  goOn();
  await Promise.all(coming);
});

describe('a place that is slow', () => {
  const drops: ServerResponse[] = [];
  let wanted = 0;
  const slow = createServer((_req, res) => {
    wanted++;
    drops.push(res.writeHead(200, { 'content-type': 'application/json' }));
  });
  let at: string;
  beforeEach(async () => {
    wanted = 0;
    drops.length = 0;
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
    at = `${origin}/client.json`;
    await world.restart({ trusted: [origin], lookup: (name) => new Promise(() => world.asked.push(name)) });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    slow.closeAllConnections();
    slow.close();
  });
  const visit = (clientId: string) =>
    createBrowser(world.stack).go(authorizeUrl(world.stack, { client_id: clientId, redirect_uri: callback }));

  it('is given up after five seconds, however many drops have come, on a page that says so', async () => {
    const coming = visit(at);
    for (let second = 1; second <= 5; second++) {
      await expect.poll(() => drops.length).toBe(1);
      drops[0]!.write('{');
      vi.advanceTimersByTime(1_000);
    }
    const page = await coming;
    expect([page.status, page.errorCode]).toEqual([400, 'invalid_client']);
    expect(page.html).toContain('did not come in time');
    await expect.poll(() => drops[0]!.destroyed).toBe(true);
  });

  it('is given up as soon while its name is looked up', async () => {
    const coming = visit('https://nowhere.example/client.json');
    await expect.poll(() => world.asked).toEqual(['nowhere.example']);
    vi.advanceTimersByTime(5_000);
    expect((await coming).html).toContain('did not come in time');
  });

  it('is asked once for all who wait, and then left alone for half a minute', async () => {
    const coming = [1, 2, 3, 4, 5, 6].map(() => visit(at));
    await expect.poll(() => drops.length).toBe(1);
    vi.advanceTimersByTime(5_000);
    const pages = await Promise.all(coming);
    expect(pages.map(({ errorCode }) => errorCode)).toEqual(Array(6).fill('invalid_client'));
    expect((await visit(at)).html).toContain('did not come in time');
    expect(wanted).toBe(1);
    world.stack.clock.advance(30_000);
    const later = visit(at);
    await expect.poll(() => wanted).toBe(2);
    drops[1]!.end(JSON.stringify({ ...document, client_id: at }));
    expect((await later).errorCode).toBeUndefined();
  });
});

describe('nobody sends the gateway', () => {
  it.each([
    ['to itself', '127.0.0.1'],
    ['to its network', '10.1.2.3'],
    ['to what a cloud tells its machines', '169.254.169.254'],
    ['to itself in IPv6', '::1'],
    ['to itself as an IPv4 address in IPv6', '::ffff:127.0.0.1'],
    ['to its network through a translator', '64:ff9b::a01:203'],
    ['to its network in IPv6', 'fd00::1'],
  ])('%s by a name', async (_where, address) => {
    world.addresses = [[address]];
    const reached = publish();
    expect(await come()).toBe('invalid_client');
    expect(reached.isDone()).toBe(false);
  });

  it('there by one address among good ones', async () => {
    world.addresses = [['93.184.216.34', '127.0.0.1']];
    const reached = publish();
    expect(await come()).toBe('invalid_client');
    expect(reached.isDone()).toBe(false);
  });

  it.each(['127.0.0.1', '[::1]', '2130706433', '0x7f000001', '127.1', '169.254.169.254'])(
    'to https://%s',
    async (name) => {
      expect(await come(`https://${name}/client.json`)).toBe('invalid_client');
    },
  );

  it('to an address of a later answer of the same name: the connection goes where the first one led', async () => {
    const reached: string[] = [];
    const server = createServer((req, res) => {
      reached.push(`${req.headers.host}${req.url}`);
      const { port } = server.address() as AddressInfo;
      const own = `http://app.test:${port}/client.json`;
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ ...document, client_id: own }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://app.test:${(server.address() as AddressInfo).port}`;
    world.addresses = [['127.0.0.1'], ['10.0.0.1']];
    const lookup = async () => world.addresses.shift() ?? [];
    await world.restart({ lookup, trusted: [origin] });
    expect(await come(`${origin}/client.json`)).toMatchObject({ status: 200 });
    expect(reached).toEqual([`${new URL(origin).host}/client.json`]);
    server.closeAllConnections();
    server.close();
  });
});

it('a test hook vouches for an origin until a reset', async () => {
  world.addresses = [['127.0.0.1']];
  publish(document, { 'cache-control': 'no-store' });
  const trust = (origin: unknown, plain?: boolean) =>
    supertest(world.stack.gateway.origin)
      .post('/test-hooks/documents/origins')
      .auth(hooksToken, { type: 'bearer' })
      .send({ origin, plain });
  expect((await trust('no origin')).status).toBe(400);
  expect((await trust(host, false)).status).toBe(201);
  expect(await come()).toMatchObject({ status: 200 });
  world.stack.gateway.reset();
  publish(document, { 'cache-control': 'no-store' });
  expect((await trust(host)).status).toBe(201);
  expect(await come()).toMatchObject({ status: 200 });
  world.stack.gateway.reset();
  expect(await come()).toBe('invalid_client');
});
