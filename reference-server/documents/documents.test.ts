import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import nock from 'nock';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerOf, authorizeUrl, redeem } from '../../dev/testing/gateway-client.ts';
import { createBrowser, hooksToken, type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import { gatewayBehaviours } from '../behaviours.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { profiles } from '../profiles/index.ts';
import type { GatewayOptions } from '../types.ts';
import { clientOfDocument } from './client-of-document.ts';
import { isSpecialUse } from './special-use.ts';

const host = 'https://app.example';
const url = `${host}/oauth/client.json`;
const document = {
  client_id: url,
  client_name: 'An app with a document',
  redirect_uris: ['http://127.0.0.1/callback', 'https://app.example/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
};
const callback = 'http://127.0.0.1:50123/callback';

let stack: Stack;
let asked: string[];
/** What names lead to, one answer after the other; the last one stays. */
let addresses: string[][];

const start = async (options: Partial<GatewayOptions> = {}) => {
  stack = await startStack('gold', {
    documents: {
      lookup: async (name) => {
        asked.push(name);
        return (addresses.length > 1 ? addresses.shift() : addresses[0]) ?? [];
      },
    },
    ...options,
  });
};
beforeEach(async () => {
  asked = [];
  addresses = [['93.184.216.34']];
  nock.enableNetConnect(/^(127\.0\.0\.1|app\.test):/);
  await start();
});
afterEach(async () => {
  await stack.close();
  nock.cleanAll();
  nock.enableNetConnect();
});

const publish = (body: nock.Body = document, headers: Record<string, string> = {}, status = 200) =>
  nock(host)
    .get('/oauth/client.json')
    .reply(status, body, { 'content-type': 'application/json', ...headers });

/** Where an authorization request of this client leads. */
async function come(clientId = url, redirect_uri = callback) {
  const browser = createBrowser(stack);
  const page = await browser.go(authorizeUrl(stack, { client_id: clientId, redirect_uri }));
  return page.errorCode ?? browser.signIn(page);
}

describe('a client that describes itself', () => {
  it('is known by its document, on any port of loopback, and gets tokens', async () => {
    publish();
    const browser = createBrowser(stack);
    const request = authorizeUrl(stack, { client_id: url, redirect_uri: callback });
    const page = await browser.signIn(await browser.go(request));
    expect(page.html).toContain('An app with a document');
    expect(page.html).toContain('data-field="client-host">app.example<');
    const end = await browser.press(page, { name: 'decision', value: 'allow' });
    const { body } = await redeem(stack, url, answerOf(end).code!, { redirect_uri: callback });
    expect(body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
  });

  it('is announced', async () => {
    const { body } = await supertest(stack.gateway.origin).get('/.well-known/oauth-authorization-server');
    expect(body.client_id_metadata_document_supported).toBe(true);
  });

  it.each([
    ['another path', 'http://127.0.0.1:50123/other'],
    ['another host', 'https://app.example.evil.test/callback'],
    ['localhost for 127.0.0.1', 'http://localhost:50123/callback'],
  ])('is not sent to %s than its document names', async (_what, redirectUri) => {
    publish();
    expect(await come(url, redirectUri)).toBe('redirect_uri_mismatch');
  });
});

describe('a Client ID that is no good URL is refused, and nothing is asked', () => {
  it.each([
    'http://app.example/oauth/client.json',
    'https://app.example',
    'https://app.example/a/../client.json',
    'https://app.example/./client.json',
    'https://app.example/%2e%2e/client.json',
    'https://app.example/client.json#part',
    'https://user:secret@app.example/client.json',
    'https://APP.example/client.json',
    'https://app.example:443/client.json',
    'https:\\\\app.example/client.json',
    'https://',
  ])('%s', async (clientId) => {
    expect(await come(clientId)).toBe('invalid_client');
    expect(asked).toEqual([]);
  });
});

describe('a document is refused', () => {
  it.each([
    ['about another client', { ...document, client_id: `${host}/oauth/other.json` }],
    ['about the same in other letters', { ...document, client_id: url.replace('oauth', 'OAuth') }],
    ['without client_id', { ...document, client_id: undefined }],
    ['without a name', { ...document, client_name: undefined }],
    ['without redirect URIs', { ...document, redirect_uris: [] }],
    ['with a secret', { ...document, client_secret: 's' }],
    ['with the end of a secret', { ...document, client_secret_expires_at: 0 }],
    ['that authenticates with a secret', { ...document, token_endpoint_auth_method: 'client_secret_basic' }],
    ['with a redirect URI that runs', { ...document, redirect_uris: ['javascript:alert(1)'] }],
    ['that is a list', [document]],
    ['that is cut off', JSON.stringify(document).slice(0, -1)],
    ['of more than five kilobytes', { ...document, more: 'x'.repeat(6_000) }],
  ])('%s', async (_what, body) => {
    publish(body as nock.Body);
    expect(await come()).toBe('invalid_client');
  });

  it.each([201, 204, 301, 404, 500])('with status %d', async (status) => {
    publish(document, { location: `${host}/elsewhere.json` }, status);
    const elsewhere = nock(host).get('/elsewhere.json').reply(200, document, { 'content-type': 'application/json' });
    expect(await come()).toBe('invalid_client');
    expect(elsewhere.isDone()).toBe(false);
  });

  it('that calls itself a page', async () => {
    publish(document, { 'content-type': 'text/html' });
    expect(await come()).toBe('invalid_client');
  });

  it('for ever so short: what failed is read anew', async () => {
    publish(document, {}, 500);
    expect(await come()).toBe('invalid_client');
    publish({ ...document, client_id: 'x' }, { 'cache-control': 'max-age=3600' });
    expect(await come()).toBe('invalid_client');
    publish();
    expect(await come()).toMatchObject({ status: 200 });
  });
});

describe('a document is kept', () => {
  const minutes = (n: number) => stack.clock.advance(n * 60_000);

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
    expect(asked).toHaveLength(1);
    minutes(after - within);
    publish({ ...document, redirect_uris: ['https://app.example/moved'] });
    expect(await come()).toBe('redirect_uri_mismatch');
  });

  it.each(['no-store', 'no-cache', 'private, max-age=60', 'max-age=0'])('not at all after %s', async (cacheControl) => {
    for (let n = 1; n <= 2; n++) {
      publish(document, { 'cache-control': cacheControl });
      expect(await come()).toMatchObject({ status: 200 });
      expect(asked).toHaveLength(n);
    }
  });

  it('once for all who ask at the same time', async () => {
    publish();
    const all = await Promise.all(Array.from({ length: 5 }, () => come()));
    expect(all.every((one) => typeof one === 'object')).toBe(true);
    expect(asked).toHaveLength(1);
  });
});

it('nobody has more than four of them read at once', async () => {
  const started: string[] = [];
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await stack.close();
  const lookup = async (name: string) => {
    started.push(name);
    await held;
    return ['127.0.0.1'];
  };
  await start({ documents: { lookup } });
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
    await stack.close();
    await start({ documents: { trusted: [origin], lookup: (name) => new Promise(() => asked.push(name)) } });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    slow.closeAllConnections();
    slow.close();
  });
  const visit = (clientId: string) =>
    createBrowser(stack).go(authorizeUrl(stack, { client_id: clientId, redirect_uri: callback }));

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
    await expect.poll(() => asked).toEqual(['nowhere.example']);
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
    stack.clock.advance(30_000);
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
    addresses = [[address]];
    const reached = publish();
    expect(await come()).toBe('invalid_client');
    expect(reached.isDone()).toBe(false);
  });

  it('there by one address among good ones', async () => {
    addresses = [['93.184.216.34', '127.0.0.1']];
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
    await stack.close();
    addresses = [['127.0.0.1'], ['10.0.0.1']];
    const lookup = async () => addresses.shift() ?? [];
    await start({ documents: { lookup, trusted: [origin] } });
    expect(await come(`${origin}/client.json`)).toMatchObject({ status: 200 });
    expect(reached).toEqual([`${new URL(origin).host}/client.json`]);
    server.closeAllConnections();
    server.close();
  });
});

it('a test hook vouches for an origin until a reset', async () => {
  addresses = [['127.0.0.1']];
  publish(document, { 'cache-control': 'no-store' });
  const trust = (origin: unknown, plain?: boolean) =>
    supertest(stack.gateway.origin)
      .post('/test-hooks/documents/origins')
      .auth(hooksToken, { type: 'bearer' })
      .send({ origin, plain });
  expect((await trust('no origin')).status).toBe(400);
  expect((await trust(host, false)).status).toBe(201);
  expect(await come()).toMatchObject({ status: 200 });
  stack.gateway.reset();
  publish(document, { 'cache-control': 'no-store' });
  expect((await trust(host)).status).toBe(201);
  expect(await come()).toMatchObject({ status: 200 });
  stack.gateway.reset();
  expect(await come()).toBe('invalid_client');
});

describe('special-use addresses', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  it.each([
    ['10/8', fc.tuple(fc.constant(10), byte, byte, byte)],
    ['127/8', fc.tuple(fc.constant(127), byte, byte, byte)],
    ['172.16/12', fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte)],
    ['192.168/16', fc.tuple(fc.constant(192), fc.constant(168), byte, byte)],
    ['169.254/16', fc.tuple(fc.constant(169), fc.constant(254), byte, byte)],
    ['multicast and above', fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte)],
  ])('are all of %s, also inside IPv6', (_net, address) => {
    fc.assert(
      fc.property(address, (bytes) => {
        const v4 = bytes.join('.');
        expect([v4, `::ffff:${v4}`, `::${v4}`, `64:ff9b::${v4}`].filter((one) => !isSpecialUse(one))).toEqual([]);
      }),
    );
  });

  it('are not those of public hosts', () => {
    const some = ['93.184.216.34', '1.1.1.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '2a00:1450:4001::1'];
    expect(some.filter(isSpecialUse)).toEqual([]);
    expect(['', 'localhost', 'fe80::1%eth0', '2001:db8::1', 'ff02::1'].filter((one) => !isSpecialUse(one))).toEqual([]);
  });
});

describe('whatever a document holds', () => {
  it('it makes a client of its own URL, with redirect URIs that it names, or none', async () => {
    const member = fc.oneof(fc.jsonValue(), fc.webUrl(), fc.constant(url), fc.array(fc.webUrl(), { maxLength: 3 }));
    const odd = fc.record(
      {
        client_id: member,
        client_name: fc.oneof(fc.string(), member),
        redirect_uris: member,
        grant_types: member,
        jwks: member,
        token_endpoint_auth_method: fc.oneof(fc.constantFrom('none', 'private_key_jwt', 'client_secret_jwt'), member),
      },
      { requiredKeys: [] },
    );
    const context = {
      behaviours: gatewayBehaviours,
      profile: profiles.gold,
      documents: { isTrusted: () => false },
    } as never as OAuthContext;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          odd,
          odd.map((one) => ({ ...document, ...one })),
        ),
        async (json) => {
          const documents = {
            isTrusted: () => false,
            read: async (_url: string, accept: (all: object) => unknown) => accept(json),
          };
          const client = await clientOfDocument({ ...context, documents } as never, url);
          if ('code' in client) return;
          expect(client.clientId).toBe(url);
          expect(json.client_id).toBe(url);
          const named = json.redirect_uris as string[];
          expect(client.redirectUris.filter((uri) => !named.includes(uri))).toEqual([]);
          expect(client.secretHash).toBeUndefined();
        },
      ),
    );
  });
});

describe('a document of a client with a key', () => {
  const keysUrl = '/keys.json';
  const keyed = { ...document, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `${host}${keysUrl}` };

  it('is redeemed by an assertion with a key of jwks_uri, and by nothing less', async () => {
    publish(keyed);
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    nock(host)
      .get(keysUrl)
      .reply(200, { keys: [await exportJWK(publicKey)] }, { 'content-type': 'application/json' });
    const browser = createBrowser(stack);
    const page = await browser.signIn(
      await browser.go(authorizeUrl(stack, { client_id: url, redirect_uri: callback })),
    );
    const { code } = answerOf(await browser.press(page, { name: 'decision', value: 'allow' }));
    expect((await redeem(stack, url, code!, { redirect_uri: callback })).body.error).toBe('invalid_client');
    const claims = { iss: url, sub: url, aud: stack.gateway.origin, jti: 'one' };
    const client_assertion = await new SignJWT({ ...claims, exp: Math.floor(stack.clock.now() / 1000) + 60 })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);
    const assertion = {
      client_assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    const { body } = await redeem(stack, url, code!, { redirect_uri: callback, ...assertion });
    expect(body.token_type).toBe('Bearer');
  });
});
