import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

test('a text without end is cut and does no harm', () => {
  const { redact } = createSecrets();
  for (const text of ['a'.repeat(5_000_000), '-eyJaaaaaa'.repeat(500_000), 'name="code" '.repeat(500_000)]) {
    expect(redact(text)).toMatch(/ characters more\)$/);
  }
});

test('a secret is not shown by its beginning where a text was cut', () => {
  const { note, redact } = createSecrets();
  note('access_token', 'opaque-token-0123456789');
  expect(redact('{"access_token":"opaque-token-01')).not.toContain('opaque');
  expect(redact('{"access_token":"opaque-token-01… (99 characters more)')).toContain('«access_token 1»… (99');
  expect(redact('the opaque-token is no secret here')).toContain('opaque-token');
});

test('a JWT is not shown without its signature either', () => {
  const [header, claims] = ['{"alg":"none"}', '{"sub":"trader"}'].map((text) =>
    Buffer.from(text).toString('base64url'),
  );
  expect(createSecrets().redact(`got ${header}.${claims} back`)).toBe('got «token 1» back');
});
