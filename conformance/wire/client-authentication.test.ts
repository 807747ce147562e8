import { expect, test } from 'vitest';
import { authentication, methodOf, methodsToRegister } from './client-authentication.ts';

const taking = (...methods: string[]) => ({ token_endpoint_auth_methods_supported: methods });
const client = { clientId: 'an id', clientSecret: 'a:secret', redirectUri: '', name: '' };

test.each([
  [{}, ['none']],
  [taking(), ['none']],
  [taking('client_secret_basic', 'none'), ['none', 'client_secret_basic']],
  [taking('client_secret_basic'), ['client_secret_basic']],
  [taking('private_key_jwt', 'client_secret_post'), ['client_secret_post']],
])('at a server with %j a client registers for one of %j', (server, methods) => {
  expect(methodsToRegister(server)).toEqual(methods);
});

test('what we cannot do is not the server’s fault', () => {
  expect(() => methodsToRegister(taking('private_key_jwt'))).toThrow(
    'needs a client that can do one of private_key_jwt',
  );
});

test.each([
  [taking('client_secret_post'), 'client_secret_basic', 'client_secret_basic'],
  [taking('client_secret_post'), undefined, 'client_secret_post'],
  [taking('client_secret_post', 'client_secret_basic'), undefined, 'client_secret_basic'],
  [{}, undefined, 'client_secret_basic'],
  [{}, 'none', 'none'],
])('with %j, a client registered for %s uses %s', (server, registered, method) => {
  expect(methodOf(server, client, registered)).toBe(method);
});

test('a client without a secret shows none', () => {
  const { clientSecret: _, ...open } = client;
  expect(methodOf(taking('client_secret_basic'), open, 'client_secret_basic')).toBe('none');
});

test('each method puts who it is in its place', () => {
  expect(authentication('none', client)).toEqual({ params: { client_id: 'an id' }, headers: {} });
  expect(authentication('client_secret_post', client).params).toEqual({
    client_id: 'an id',
    client_secret: 'a:secret',
  });
  // RFC 6749 §2.3.1: both are form-encoded before they are joined.
  const { params, headers } = authentication('client_secret_basic', client);
  expect(params).toEqual({});
  expect(Buffer.from(headers.authorization!.slice(6), 'base64').toString()).toBe('an+id:a%3Asecret');
});
