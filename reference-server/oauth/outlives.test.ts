import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import supertest from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { register } from '../../dev/testing/gateway-client.ts';
import { type Stack, startStack } from '../../dev/testing/gateway-stack.ts';
import { createMemoryState } from '../state/memory.ts';
import type { State } from '../state/state.ts';

let state: State;
let stack: Stack;
let port: number;
const start = async () => {
  stack = await startStack('gold', { state, ...(port && { port }) });
  port = Number(new URL(stack.gateway.origin).port);
};
beforeEach(async () => {
  state = createMemoryState();
  port = 0;
  await start();
});
afterEach(() => stack.close());

const startAnew = async () => {
  await stack.close();
  await start();
};
const post = (path: string, form: Record<string, string>) =>
  supertest(stack.gateway.origin).post(path).type('form').send(form);

test('a registration, its secret and its token outlive a gateway', async () => {
  const { body: client } = await register(stack, { token_endpoint_auth_method: 'client_secret_post' });
  await startAnew();
  const { client_id, client_secret } = client;
  expect((await post('/oauth/introspect', { client_id, client_secret, token: 'x' })).body).toEqual({ active: false });
  const read = await supertest(client.registration_client_uri)
    .get('')
    .set('Authorization', `Bearer ${client.registration_access_token}`);
  expect(read.body).toMatchObject({ client_id, client_name: 'Test Client' });
});

test('an assertion that was used stays used', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = { keys: [await exportJWK(publicKey)] };
  const { client_id } = (await register(stack, { token_endpoint_auth_method: 'private_key_jwt', jwks })).body;
  const client_assertion = await new SignJWT({
    iss: client_id,
    sub: client_id,
    aud: stack.gateway.origin,
    jti: 'one',
    exp: Math.floor(stack.clock.now() / 1000) + 200,
  })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const ask = () => post('/oauth/introspect', { client_assertion, client_assertion_type, token: 'x' });
  expect((await ask()).status).toBe(200);
  await startAnew();
  expect((await ask()).status).toBe(401);
});
