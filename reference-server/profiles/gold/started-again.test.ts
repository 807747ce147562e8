import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import supertest from 'supertest';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack } from '../../../conformance/stack/start-stack.ts';
import {
  answerOf,
  authorizeUrl,
  type Connection,
  connect,
  postToken,
  redeem,
  refresh,
  register,
} from '../../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, verifier } from '../../../dev/testing/gateway-stack.ts';
import { hasDatabase } from '../../../dev/testing/has-database.ts';
import { ask, use } from '../../../dev/testing/partner-stack.ts';
import { keyOf } from '../../oauth/key-of.ts';

// Gateway and brokerage on files, each closed and opened again in the middle of everything.

/** A connection for each request: a server that is started again has the same address. */
const kept = getGlobalDispatcher();
beforeAll(() => setGlobalDispatcher(new Agent({ pipelining: 0 })));
afterAll(() => setGlobalDispatcher(kept));

const folder = mkdtempSync(join(tmpdir(), 'openbell-again-'));
const hooksToken = 'hooks-token';
let stack: Stack;
const start = async () => {
  const settings = { dpop: true, registrationsPerHour: 6 };
  const started = await startStack({
    profile: 'gold',
    state: join(folder, 'state'),
    clock: '2026-11-17T15:00:00.000Z',
    hooks: hooksToken,
    settings,
  });
  stack = started as never as Stack;
};

const every = 'user:information account:information order:information market:information order:execution';
const order = { symbol: 'AAPL', side: 'buy', qty: '1' };
const yes = { yes: { action: 'accept', content: { confirm: true } } };
const whole = { scope: every, choose: every.split(' ') };

const documents = createServer((req, res) => {
  const client_id = `http://${req.headers.host}${req.url}`;
  const grant_types = ['authorization_code', 'refresh_token'];
  const document = { client_id, client_name: 'An app with a document', redirect_uris: [redirectUri], grant_types };
  res.setHeader('content-type', 'application/json').end(JSON.stringify(document));
});
const trust = () =>
  supertest(stack.gateway.origin)
    .post('/test-hooks/documents/origins')
    .auth(hooksToken, { type: 'bearer' })
    .send({ origin: `http://127.0.0.1:${(documents.address() as AddressInfo).port}` });

const pair = await generateKeyPair('ES256', { extractable: true });
const jwk = await exportJWK(pair.publicKey);
let made = 0;
const proof = (htu: string, claims: object = {}) =>
  new SignJWT({ htm: 'POST', htu, iat: Math.floor(stack.clock.now() / 1000), jti: `proof ${++made}`, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
    .sign(pair.privateKey);
const tokenUrl = () => `${stack.gateway.origin}/oauth/token`;
const atTheGateway = (token: string, dpop: string) =>
  ask(stack, undefined, 'tools/list').set('Authorization', `DPoP ${token}`).set('DPoP', dpop);

const round = (token: string, params: object) =>
  ask(stack, token, 'tools/call', {
    capabilities: { elicitation: {} },
    params: { name: 'place_order', arguments: order, ...params },
  });

/** A code that nobody has redeemed. */
async function freshCode(clientId: string): Promise<string> {
  const browser = createBrowser(stack);
  const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id: clientId })));
  return answerOf(await browser.press(page, { name: 'decision', value: 'allow' })).code!;
}

let trader: Connection;
let rotated: string;
let described: Connection;
let confidential: { client_id: string; client_secret: string };
let bound: { clientId: string; accessToken: string; refreshToken: string; proof: string };
let confirmations: { done: string; answer: unknown; waiting: string };
let states: { done: string; waiting: string };
let code: string;

describe.runIf(hasDatabase)('gold on a file, started again', () => {
  beforeAll(async () => {
    await new Promise<void>((resolve) => documents.listen(0, '127.0.0.1', resolve));
    await start();
    trader = await connect(stack, whole);
    const { body } = await refresh(stack, trader.clientId, trader.refreshToken);
    rotated = body.refresh_token;
    await trust();
    const clientId = `http://127.0.0.1:${(documents.address() as AddressInfo).port}/client.json`;
    described = await connect(stack, { clientId });
    const { body: agreed } = await register(stack, { token_endpoint_auth_method: 'client_secret_post' });
    confidential = { client_id: agreed.client_id, client_secret: agreed.client_secret };
    for (let n = 0; n < 10; n++)
      await postToken(stack, {
        ...confidential,
        client_secret: 'wrong',
        grant_type: 'refresh_token',
        refresh_token: 'x',
      });

    const { client_id } = (await register(stack)).body;
    const form = { client_id, code: await freshCode(client_id), code_verifier: verifier, redirect_uri: redirectUri };
    const tokens = await postToken(stack, { grant_type: 'authorization_code', ...form }).set(
      'DPoP',
      await proof(tokenUrl()),
    );
    const accessToken = tokens.body.access_token as string;
    const used = await proof(stack.gateway.mcpUrl, { ath: keyOf(accessToken) });
    expect((await atTheGateway(accessToken, used)).status).toBe(200);
    bound = { clientId: client_id, accessToken, refreshToken: tokens.body.refresh_token, proof: used };

    const prepare = async () => (await use(stack, trader.accessToken, 'create_order', order)).result.confirmation_id;
    const done = await prepare();
    const { result: answer } = await use(stack, trader.accessToken, 'confirm_trade', { confirmation_id: done });
    confirmations = { done, answer, waiting: await prepare() };
    const stateOf = async () => (await round(trader.accessToken, {})).body.result.requestState as string;
    states = { done: await stateOf(), waiting: await stateOf() };
    await round(trader.accessToken, { requestState: states.done, inputResponses: yes });
    code = await freshCode(trader.clientId);

    await stack.close();
    await start();
  });
  afterAll(async () => {
    await stack.close();
    documents.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('tokens are good, and so are those of a client that described itself', async () => {
    expect((await use(stack, trader.accessToken, 'get_profile')).result.email).toBe('trader@example.com');
    expect((await ask(stack, described.accessToken, 'tools/list')).status).toBe(200);
    await trust();
    expect((await refresh(stack, described.clientId, described.refreshToken)).status).toBe(200);
  });

  test('an order that waits is sent once, and one that was sent is not sent again', async () => {
    const again = await use(stack, trader.accessToken, 'confirm_trade', { confirmation_id: confirmations.done });
    expect(again.result).toEqual(confirmations.answer);
    for (const _ of [1, 2]) {
      const { result } = await use(stack, trader.accessToken, 'confirm_trade', {
        confirmation_id: confirmations.waiting,
      });
      expect(result.status).toBe('submitted');
    }
    const replayed = await round(trader.accessToken, { requestState: states.done, inputResponses: yes });
    expect(replayed.body.error.code).toBe(-32602);
    const goesOn = await round(trader.accessToken, { requestState: states.waiting, inputResponses: yes });
    expect(goesOn.body.result.structuredContent.status).toBe('submitted');
    const { result } = await use(stack, trader.accessToken, 'list_orders', { status: 'all' });
    expect(result.orders).toHaveLength(4);
  });

  test('a token stays bound to its key, and a proof that was used stays used', async () => {
    const { accessToken, clientId, refreshToken } = bound;
    expect((await ask(stack, accessToken, 'tools/list')).status).toBe(401);
    expect((await atTheGateway(accessToken, bound.proof)).status).toBe(401);
    const another = await proof(stack.gateway.mcpUrl, { ath: keyOf(accessToken) });
    expect((await atTheGateway(accessToken, another)).status).toBe(200);
    expect((await refresh(stack, clientId, refreshToken)).body.error).toBe('invalid_grant');
    const { body } = await refresh(stack, clientId, refreshToken).set('DPoP', await proof(tokenUrl()));
    const { cnf } = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
    expect(cnf.jkt).toBe(await calculateJwkThumbprint(jwk));
  });

  test('what was counted stays counted: registrations of an address, and wrong secrets', async () => {
    for (const left of [201, 201, 201, 429]) expect((await register(stack)).status).toBe(left);
    const form = { ...confidential, grant_type: 'refresh_token', refresh_token: 'x' };
    expect((await postToken(stack, form)).status).toBe(429);
  });

  test('a code that nobody redeemed is good, once; one that was redeemed ends what it gave', async () => {
    const fresh = await redeem(stack, trader.clientId, code);
    expect(fresh.status).toBe(200);
    expect((await ask(stack, trader.accessToken, 'tools/list')).status).toBe(200);
    expect((await redeem(stack, trader.clientId, trader.code)).body.error).toBe('invalid_grant');
    expect((await ask(stack, trader.accessToken, 'tools/list')).status).toBe(401);
    expect((await ask(stack, fresh.body.access_token, 'tools/list')).status).toBe(200);
  });

  test('a family of refresh tokens is one: who comes with an older one ends it', async () => {
    const { clientId, refreshToken } = await connect(stack, { ...whole, clientId: trader.clientId });
    const next = (await refresh(stack, clientId, refreshToken)).body.refresh_token;
    await stack.close();
    await start();
    stack.clock.advance(31_000);
    expect((await refresh(stack, clientId, refreshToken)).body.error).toBe('invalid_grant');
    expect((await refresh(stack, clientId, next)).body.error).toBe('invalid_grant');
    // Its grant was ended before by the code that came again.
    expect((await refresh(stack, clientId, rotated)).body.error).toBe('invalid_grant');
  });
});
