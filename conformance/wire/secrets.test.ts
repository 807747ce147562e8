import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

test('a text without end is cut and does no harm', () => {
  const { redact } = createSecrets();
  const html = `<input name="csrf" ${'a'.repeat(19_000)} value="12345678">`.repeat(20);
  for (const text of ['a'.repeat(5_000_000), '-eyJaaaaaa'.repeat(500_000), 'name="code" '.repeat(500_000), html]) {
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

test.each([
  ['access_token', '12|abcDEF/ghi+jkl=='],
  ['refresh_token', 'rt/abcDEF+mnopqr=='],
  ['cookie', 's:abcd.efgh+ijkl/mnop'],
  ['password', 'hunter2'],
  ['password', 'p@ss "w0rd" <xyz>&'],
])('the %s %s is hidden however it is written', (kind, value) => {
  const { note, redact } = createSecrets();
  note(kind, value);
  const form = new URLSearchParams({ x: value }).toString();
  const ways = [
    value,
    encodeURIComponent(value),
    encodeURIComponent(value).replace(/%../g, (hex) => hex.toLowerCase()),
    form,
    JSON.stringify({ value }),
  ];
  const php = JSON.stringify({ value }).replaceAll('/', '\\/');
  for (const way of [...ways, php]) expect(redact(`before ${way} after`), way).toContain(`«${kind} 1»`);
});

test('what a field of a password holds is hidden, however short', () => {
  const { redact } = createSecrets();
  expect(redact('user=me&pwd=abc&go=1')).toBe('user=me&pwd=«pwd 1»&go=1');
  expect(redact('{"password":"x"}')).toBe('{"password":"«password 1»"}');
});

test('a secret in a path is hidden', () => {
  const { note, redact } = createSecrets();
  note('access_token', 'abcdefgh12345678');
  expect(redact('GET /clients/abcdefgh12345678/keys')).toBe('GET /clients/«access_token 1»/keys');
});
