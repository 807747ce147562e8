import { expect, test } from 'vitest';
import type { Discovery } from '../vocabulary/discovery.ts';
import { asSentBy, usualMethod } from './client-secrets.ts';

const offering = (...methods: string[]) =>
  ({ authorizationServer: { doc: { token_endpoint_auth_methods_supported: methods } } }) as unknown as Discovery;

test.each([
  [['none', 'client_secret_basic'], 'none'],
  [['client_secret_basic'], 'client_secret_basic'],
  [['client_secret_basic', 'client_secret_post'], 'client_secret_post'],
  [['private_key_jwt'], 'none'],
])('where %j are offered, a client registers with %s', (methods, method) => {
  expect(usualMethod(offering(...methods))).toBe(method);
});

test('a secret in the header is encoded as a form first, and stands nowhere else', () => {
  const sent = asSentBy({ authMethod: 'client_secret_basic' }, { client_id: 'a b', client_secret: 'c:d', code: 'x' });
  expect(sent.form).toEqual({ code: 'x' });
  expect(atob(sent.headers.authorization!.slice('Basic '.length))).toBe('a+b:c%3Ad');
});

test('a secret in the body stays there', () => {
  const params = { client_id: 'a', client_secret: 'b' };
  expect(asSentBy({}, params)).toEqual({ form: params, headers: {} });
});
