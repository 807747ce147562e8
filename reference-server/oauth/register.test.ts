import express from 'express';
import fc from 'fast-check';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { register } from '../../dev/testing/gateway-client.ts';
import { type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import { gatewayBehaviours } from '../behaviours.ts';
import { profiles } from '../profiles/index.ts';
import { cryptoRandom } from '../random.ts';
import { defaultSettings } from '../settings.ts';
import { createMemoryState } from '../state/memory.ts';
import type { OAuthContext } from './oauth-context.ts';
import { register as endpoint } from './register.ts';
import { createStore } from './store.ts';

/** Each looks like another name, or like none. */
const misleadingNames = [
  ...['\u061c', '\u3164', '\u2028', '\u{e0041}', '\u00ad', '\u200b', '\ud800'].map((hidden) => `Good${hidden}Name`),
  '👩\u200d💻',
  ' \u00a0 ',
];

let stack: Stack;
beforeEach(async () => {
  stack = await startStack('dynamic-client', { settings: { registrationsPerHour: 10 } });
});
afterEach(() => stack.close());

describe('registering a client', () => {
  it('answers with all that was registered, and no secret', async () => {
    const metadata = {
      client_uri: 'https://app.example',
      software_id: 'app',
      unknown_member: 1,
      application_type: 'native',
    };
    const { status, body, headers } = await register(stack, metadata);
    expect(status).toBe(201);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({
      client_name: 'Test Client',
      client_uri: 'https://app.example',
      redirect_uris: ['http://127.0.0.1:7777/callback'],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: 'mcp:read mcp:trade',
    });
    expect(body).not.toHaveProperty('client_secret');
    expect(body).not.toHaveProperty('unknown_member');
  });

  it('fills in the defaults, and gives each client an id of its own', async () => {
    const bare = { client_name: null, grant_types: undefined, token_endpoint_auth_method: undefined, scope: '' };
    const [one, two] = [await register(stack, bare), await register(stack, bare)];
    expect(one.body).toMatchObject({ token_endpoint_auth_method: 'none', grant_types: ['authorization_code'] });
    expect(one.body.client_id).not.toBe(two.body.client_id);
  });

  it.each([
    [['https://app.example/cb']],
    [['http://127.0.0.1/cb', 'http://localhost:8080/cb', 'http://[::1]:1/cb']],
    [['com.example.app:/oauth/callback']],
    [['https://vscode.dev/redirect', 'http://127.0.0.1/', 'http://127.0.0.1:33418/']],
  ])('takes the redirect URIs %j', async (redirect_uris) => {
    expect((await register(stack, { redirect_uris })).body.redirect_uris).toEqual(redirect_uris);
  });

  it('leaves a private-use scheme without a dot out of a list that has others, and refuses it alone', async () => {
    const cursor = 'cursor://anysphere.cursor-mcp/oauth/callback';
    const redirect_uris = [
      cursor,
      'https://www.cursor.com/agents/mcp/oauth/callback',
      'http://localhost:8787/callback',
    ];
    const mixed = await register(stack, { redirect_uris });
    expect([mixed.status, mixed.body.redirect_uris]).toEqual([201, redirect_uris.slice(1)]);
    expect((await register(stack, { redirect_uris: [cursor] })).body.error).toBe('invalid_redirect_uri');
  });

  it.each([
    [undefined],
    [[]],
    ['https://app.example/cb'],
    [['']],
    [[7]],
    [['/relative']],
    [['https:app.example']],
    [['https://app.example/cb#fragment']],
    [['https://user:secret@app.example/cb']],
    [['http://app.example/cb']],
    [['http://192.168.1.5/cb']],
    [['http://127.0.0.1.evil.test/cb']],
    [['ftp://app.example/cb']],
    [['javascript:alert(1)']],
    [['JavaScript:alert(1)']],
    [['data:text/html,x', 'https://app.example/cb']],
    [['https://app.example/cb', 'file:///etc/passwd']],
    [['https://app.example/\ncb']],
    [[`https://app.example/${'x'.repeat(2048)}`]],
  ])('refuses the redirect URIs %j', async (redirect_uris) => {
    const { status, body } = await register(stack, { redirect_uris });
    expect(status).toBe(400);
    expect(['invalid_redirect_uri', 'invalid_client_metadata']).toContain(body.error);
  });

  it.each([
    [{ token_endpoint_auth_method: 'client_secret_basic' }],
    [{ grant_types: ['client_credentials'] }],
    [{ response_types: ['token'] }],
    [{ grant_types: 'authorization_code' }],
    [{ client_name: 'Good\u202eemaN' }],
    ...misleadingNames.map((client_name): [object] => [{ client_name }]),
    [{ client_name: 'x'.repeat(101) }],
    [{ client_uri: 'javascript:alert(1)' }],
    [{ logo_uri: 'not a link' }],
    [{ jwks: { keys: [] }, jwks_uri: 'https://app.example/jwks' }],
  ])('refuses the metadata %j', async (metadata) => {
    const { status, body } = await register(stack, metadata);
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata']);
    expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it.each(['Société Générale MCP', 'עוזר', '助手', '🤖 Bot', '❤️'])('takes the name %s', async (client_name) => {
    expect((await register(stack, { client_name })).body.client_name).toBe(client_name);
  });

  it.each(['[]', 'null', '"x"', '{"redirect_uris":', ''])('refuses the body %s', async (text) => {
    const api = supertest(stack.gateway.origin);
    const answer = await api.post('/oauth/register').type('json').send(text);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_client_metadata']);
    expect((await api.post('/oauth/register').type('form').send('redirect_uris=x')).status).toBe(400);
    expect((await api.get('/oauth/register')).status).toBe(405);
  });

  it('never fails on any JSON', async () => {
    await stack.close();
    stack = await startStack('dynamic-client', { settings: { registrationsPerHour: 1000 } });
    const api = supertest(stack.gateway.origin);
    await fc.assert(
      fc.asyncProperty(
        fc.record({ redirect_uris: fc.array(fc.webUrl()), client_name: fc.jsonValue(), scope: fc.jsonValue() }),
        async (body) => {
          expect([201, 400]).toContain((await api.post('/oauth/register').send(body as object)).status);
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });

  it('counts the addresses of one IPv6 network together', async () => {
    const context = {
      behaviours: gatewayBehaviours,
      clock: stack.clock,
      random: cryptoRandom,
      store: createStore(),
      state: createMemoryState(),
      settings: { ...defaultSettings, registrationsPerHour: 1 },
      profile: profiles['dynamic-client'],
      onReset: () => {},
    } as unknown as OAuthContext;
    const app = express()
      .set('trust proxy', true)
      .post('/', express.text({ type: 'json' }), endpoint(context));
    const from = (address: string) =>
      supertest(app)
        .post('/')
        .set('X-Forwarded-For', address)
        .send({ redirect_uris: ['http://127.0.0.1:7777/callback'] });
    expect((await from('2001:db8:1:2::1')).status).toBe(201);
    expect((await from('2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(201);
    expect((await from('192.0.2.7')).status).toBe(201);
  });

  it('allows ten in any hour, and says honestly when the next may come', async () => {
    for (let n = 0; n < 10; n++) {
      stack.clock.advance(60_000);
      expect((await register(stack)).status).toBe(201);
    }
    const over = await register(stack);
    expect([over.status, over.body.error]).toEqual([429, 'too_many_registrations']);
    expect(over.headers['cache-control']).toBe('no-store');
    const seconds = Number(over.headers['retry-after']);
    stack.clock.advance((seconds - 1) * 1000);
    expect((await register(stack)).status).toBe(429);
    stack.clock.advance(1000);
    expect((await register(stack)).status).toBe(201);
    expect((await register(stack)).status).toBe(429);
  });
});
