import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import nock from 'nock';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { callback, document, documentWorld, host, publish, url } from '../../dev/testing/document-clients.ts';
import { answerOf, authorizeUrl, redeem } from '../../dev/testing/gateway-client.ts';
import { createBrowser } from '../../dev/testing/gateway-stack.ts';
import { gatewayBehaviours } from '../behaviours.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { profiles } from '../profiles/index.ts';
import { clientOfDocument } from './client-of-document.ts';

const world = documentWorld();
const { come } = world;

describe('a client that describes itself', () => {
  it('is known by its document, on any port of loopback, and gets tokens', async () => {
    publish();
    const browser = createBrowser(world.stack);
    const request = authorizeUrl(world.stack, { client_id: url, redirect_uri: callback });
    const page = await browser.signIn(await browser.go(request));
    expect(page.html).toContain('An app with a document');
    expect(page.html).toContain('data-field="client-host">app.example<');
    const end = await browser.press(page, { name: 'decision', value: 'allow' });
    const { body } = await redeem(world.stack, url, answerOf(end).code!, { redirect_uri: callback });
    expect(body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
  });

  it('is announced', async () => {
    const { body } = await supertest(world.stack.gateway.origin).get('/.well-known/oauth-authorization-server');
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
    expect(world.asked).toEqual([]);
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
  const method = { token_endpoint_auth_method: 'private_key_jwt' };
  const keyPair = async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    return { jwks: { keys: [await exportJWK(publicKey)] }, privateKey };
  };

  async function codeOf(): Promise<string> {
    const browser = createBrowser(world.stack);
    const page = await browser.signIn(
      await browser.go(authorizeUrl(world.stack, { client_id: url, redirect_uri: callback })),
    );
    return answerOf(await browser.press(page, { name: 'decision', value: 'allow' })).code!;
  }

  async function redeemWith(key: CryptoKey, jti: string, code: string) {
    const claims = { iss: url, sub: url, aud: world.stack.gateway.origin, jti };
    const client_assertion = await new SignJWT({ ...claims, exp: Math.floor(world.stack.clock.now() / 1000) + 60 })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(key);
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return (await redeem(world.stack, url, code, { redirect_uri: callback, client_assertion, client_assertion_type }))
      .body;
  }

  it('is redeemed by an assertion with a key of jwks_uri, and by nothing less', async () => {
    publish({ ...document, ...method, jwks_uri: `${host}${keysUrl}` });
    const { jwks, privateKey } = await keyPair();
    nock(host).get(keysUrl).reply(200, jwks, { 'content-type': 'application/json' });
    const code = await codeOf();
    expect((await redeem(world.stack, url, code, { redirect_uri: callback })).body.error).toBe('invalid_client');
    expect((await redeemWith(privateKey, 'one', code)).token_type).toBe('Bearer');
  });

  it('is not redeemed with a key that was taken out of it, once it is read anew', async () => {
    const [old, next] = [await keyPair(), await keyPair()];
    const short = { 'cache-control': 'max-age=20' };
    publish({ ...document, ...method, jwks: old.jwks }, short);
    const code = await codeOf();
    world.stack.clock.advance(30_000);
    publish({ ...document, ...method, jwks: next.jwks }, short);
    expect((await redeemWith(old.privateKey, 'one', code)).error).toBe('invalid_client');
    expect((await redeemWith(next.privateKey, 'two', code)).token_type).toBe('Bearer');
  });
});
