import { hash } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, authorizeUrl, connect, register } from '../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, startStack, verifier } from '../../dev/testing/gateway-stack.ts';

interface Key {
  pair: Awaited<ReturnType<typeof generateKeyPair>>;
  jkt: string;
}
const newKey = async (): Promise<Key> => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return { pair, jkt: await calculateJwkThumbprint(await exportJWK(pair.publicKey)) };
};

let stack: Stack;
let key: Key;
let made = 0;
beforeEach(async () => {
  stack = await startStack('gold', { settings: { dpop: true } });
  key = await newKey();
});
afterEach(() => stack.close());

const tokenUrl = () => `${stack.gateway.origin}/oauth/token`;
const seconds = () => Math.floor(stack.clock.now() / 1000);

/** A proof for a request; what is given is put over what would be right. */
async function proof(over: JWTPayload & Record<string, unknown> = {}, header: object = {}, by = key): Promise<string> {
  const jwk = await exportJWK(by.pair.publicKey);
  return new SignJWT({ htm: 'POST', htu: tokenUrl(), iat: seconds(), jti: `proof ${++made}`, ...over })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
    .sign(by.pair.privateKey);
}

async function code(more: Record<string, string> = {}, metadata: object = {}) {
  const { client_id } = (await register(stack, metadata)).body;
  const browser = createBrowser(stack);
  const page = await browser.signIn(await browser.go(authorizeUrl(stack, { client_id, ...more })));
  return { client_id, code: answerOf(await browser.press(page, { name: 'decision', value: 'allow' })).code! };
}

function redeem(given: { client_id: string; code: string }, dpop?: string) {
  const form = { grant_type: 'authorization_code', code_verifier: verifier, redirect_uri: redirectUri, ...given };
  const request = supertest(tokenUrl()).post('').type('form').send(form);
  return dpop === undefined ? request : request.set('DPoP', dpop);
}

const call = (token: string, scheme: string, dpop?: string) => {
  const request = supertest(stack.gateway.mcpUrl)
    .post('')
    .set('Authorization', `${scheme} ${token}`)
    .set('Accept', 'application/json, text/event-stream')
    .send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    });
  return dpop === undefined ? request : request.set('DPoP', dpop);
};
const athOf = (token: string) => hash('sha256', token, 'base64url');
const atTheGateway = (token: string, over: object = {}, header: object = {}, by = key) =>
  proof({ htu: stack.gateway.mcpUrl, ath: athOf(token), ...over }, header, by);

describe('a token that is bound to a key', () => {
  it('is told so, and good with a proof alone', async () => {
    const { body } = await redeem(await code(), await proof());
    expect(body.token_type).toBe('DPoP');
    expect(decodeJwt(body.access_token).cnf).toEqual({ jkt: key.jkt });
    expect((await call(body.access_token, 'DPoP', await atTheGateway(body.access_token))).status).toBe(200);
  });

  it('is refused with anything less, and the challenge says what it takes', async () => {
    const token = (await redeem(await code(), await proof())).body.access_token as string;
    const other = await newKey();
    const replayed = await atTheGateway(token);
    expect((await call(token, 'DPoP', replayed)).status).toBe(200);
    const tries = [
      await call(token, 'Bearer'),
      await call(token, 'Bearer', await atTheGateway(token)),
      await call(token, 'DPoP'),
      await call(token, 'DPoP', replayed),
      await call(token, 'DPoP', await atTheGateway(token, { ath: undefined })),
      await call(token, 'DPoP', await atTheGateway(token, { ath: athOf('another') })),
      await call(token, 'DPoP', await atTheGateway(token, { htm: 'GET' })),
      await call(token, 'DPoP', await atTheGateway(token, { htu: tokenUrl() })),
      await call(token, 'DPoP', await atTheGateway(token, { iat: seconds() - 61 })),
      await call(token, 'DPoP', await atTheGateway(token, { iat: seconds() + 61 })),
      await call(token, 'DPoP', await atTheGateway(token, {}, {}, other)),
    ];
    expect(tries.map(({ status }) => status)).toEqual(Array(tries.length).fill(401));
    expect(tries[3]!.headers['www-authenticate']).toMatch(
      /Bearer .*, DPoP algs="ES256 [^"]*", error="invalid_dpop_proof"/,
    );
    expect(tries[0]!.body.error).toBe('invalid_token');
  });

  it('lets no other token be called bound', async () => {
    const { accessToken } = await connect(stack);
    expect((await call(accessToken, 'Bearer')).status).toBe(200);
    expect((await call(accessToken, 'DPoP', await atTheGateway(accessToken))).status).toBe(401);
  });
});

describe('a proof at the token endpoint', () => {
  it.each<[string, JWTPayload & Record<string, unknown>, object]>([
    ['of another type', {}, { typ: 'JWT' }],
    ['for another method', { htm: 'GET' }, {}],
    ['for another host', { htu: 'https://other.example/oauth/token' }, {}],
    ['for another path', { htu: 'http://127.0.0.1/oauth/revoke' }, {}],
    ['without an id', { jti: undefined }, {}],
    ['without a time', { iat: undefined }, {}],
    ['from an hour ago', { iat: 0 }, {}],
  ])('%s is refused', async (_what, over, header) => {
    const { status, body } = await redeem(await code(), await proof(over, header));
    expect([status, body.error]).toEqual([400, 'invalid_dpop_proof']);
  });

  it('with a private key, twice, signed by another key or not at all is refused, and leaves the code good', async () => {
    const given = await code();
    const jwk = await exportJWK(key.pair.publicKey);
    const good = await proof();
    const tries = [
      await redeem(given, await proof({}, { jwk: await exportJWK(key.pair.privateKey) })),
      await redeem(given, `${good}, ${await proof()}`),
      await redeem(given, await proof({}, { jwk: await exportJWK((await newKey()).pair.publicKey) })),
      await redeem(
        given,
        `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk })).toString('base64url')}.${good.split('.')[1]}.`,
      ),
      await redeem(given, 'x'),
    ];
    expect(tries.map(({ body }) => body.error)).toEqual(Array(5).fill('invalid_dpop_proof'));
    expect((await redeem(given, good)).status).toBe(200);
    expect((await redeem(await code(), good)).body.error).toBe('invalid_dpop_proof');
  });

  it('may name the place with a query, with another case of the host, and with a port that is needless', async () => {
    const htu = `${tokenUrl().replace('http:', 'HTTP:')}?x=1#y`;
    expect((await redeem(await code(), await proof({ htu }))).status).toBe(200);
  });
});

it('a refresh token of a public client is bound to the key', async () => {
  const given = await code();
  const { body } = await redeem(given, await proof());
  const refresh = (dpop?: string) => {
    const form = { grant_type: 'refresh_token', client_id: given.client_id, refresh_token: body.refresh_token };
    const request = supertest(tokenUrl()).post('').type('form').send(form);
    return dpop === undefined ? request : request.set('DPoP', dpop);
  };
  expect((await refresh()).body.error).toBe('invalid_grant');
  expect((await refresh(await proof({}, {}, await newKey()))).body.error).toBe('invalid_grant');
  const { body: next } = await refresh(await proof());
  expect(decodeJwt(next.access_token).cnf).toEqual({ jkt: key.jkt });
});

it('a code whose request named a key is for that key', async () => {
  const given = await code({ dpop_jkt: key.jkt });
  expect((await redeem(given)).body.error).toBe('invalid_dpop_proof');
  expect((await redeem(given, await proof({}, {}, await newKey()))).body.error).toBe('invalid_dpop_proof');
  expect((await redeem(given, await proof())).status).toBe(200);
});

it('a client that registered for bound tokens gets no others', async () => {
  const given = await code({}, { dpop_bound_access_tokens: true });
  expect((await redeem(given)).body.error).toBe('invalid_dpop_proof');
  expect((await redeem(given, await proof())).body.token_type).toBe('DPoP');
});

it('is announced where it is switched on, and nothing of it is there where it is not', async () => {
  const metadata = async (of: Stack) =>
    (await supertest(of.gateway.origin).get('/.well-known/oauth-authorization-server')).body;
  expect((await metadata(stack)).dpop_signing_alg_values_supported).toContain('ES256');
  const without = await startStack('gold');
  expect((await metadata(without)).dpop_signing_alg_values_supported).toBeUndefined();
  const challenge = await supertest(without.gateway.mcpUrl).post('').send({});
  expect(challenge.headers['www-authenticate']).not.toContain('DPoP');
  await without.close();
});

it('a proof holds a nonce where such are demanded, for some minutes, at both endpoints', async () => {
  await stack.close();
  stack = await startStack('gold', { settings: { dpop: true, dpopNonces: true } });
  const given = await code();
  const refused = await redeem(given, await proof());
  expect([refused.status, refused.body.error]).toEqual([400, 'use_dpop_nonce']);
  expect(refused.headers['access-control-expose-headers']).toBe('DPoP-Nonce');
  const nonce = refused.headers['dpop-nonce'];
  expect((await redeem(given, await proof({ nonce: 'made up' }))).body.error).toBe('use_dpop_nonce');
  const token = (await redeem(given, await proof({ nonce }))).body.access_token;
  const challenge = await call(token, 'DPoP', await atTheGateway(token));
  expect([challenge.status, challenge.headers['dpop-nonce']]).toEqual([401, nonce]);
  expect(challenge.headers['www-authenticate']).toMatch(/DPoP algs="[^"]*", error="use_dpop_nonce"$/);
  stack.clock.advance(300_000);
  expect((await call(token, 'DPoP', await atTheGateway(token, { nonce }))).status).toBe(200);
  stack.clock.advance(300_000);
  const late = await call(token, 'DPoP', await atTheGateway(token, { nonce }));
  expect(late.headers['dpop-nonce']).not.toBe(nonce);
  expect(late.body.error).toBe('use_dpop_nonce');
});
