import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange } from '../run/model.ts';
import { createSecrets } from '../wire/secrets.ts';
import { cleanExchange, createCleaner } from './redact.ts';

const words = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
const token = fc.string({ unit: fc.constantFrom(...words), minLength: 20, maxLength: 900 });
const phrase = fc
  .array(fc.string({ unit: fc.constantFrom(...words), minLength: 4, maxLength: 9 }), { minLength: 2, maxLength: 12 })
  .map((parts) => parts.join(' '));
const place = fc.integer({ min: 0, max: 400 });
const filling = 'so much is told of it, ';

/** The body that a report keeps of an exchange that went well, whose answer has `shown` at this place of a long body. */
function keptBody(at: number, shown: string, note: [kind: string, secret: string]): string {
  const secrets = createSecrets();
  secrets.note(...note);
  const clean = createCleaner({}, secrets);
  const before = filling.repeat(40).slice(0, at);
  const response = { status: 200, headers: {}, body: `${before} ${shown} ${filling.repeat(200)}` };
  const request = { method: 'GET', url: 'http://a.test/', headers: {} };
  const exchange: Exchange = { n: 1, from: 'client', to: 'gateway', request, response, ms: 1 };
  return cleanExchange(exchange, 1, 'fine', clean, secrets.label).response!.body!;
}

test('no secret shows where a body is cut, not even its beginning', () => {
  fc.assert(
    fc.property(place, token, (at, secret) => {
      expect(keptBody(at, secret, ['token', secret])).not.toContain(secret.slice(0, 8));
    }),
  );
  fc.assert(
    fc.property(place, phrase, (at, secret) => {
      expect(keptBody(at, secret, ['password', secret])).not.toContain(secret.slice(0, 8));
    }),
  );
});

test('a secret that only its name tells is hidden where it is longer than what is read', () => {
  const secret = 'MIIE vQIBADANB '.repeat(100);
  fc.assert(
    fc.property(place, (at) => {
      expect(keptBody(at, JSON.stringify({ private_key: secret }), ['token', 'another'])).not.toContain('MIIE');
    }),
  );
});

test('what is cut away is counted', () => {
  const kept = keptBody(0, '', ['token', 'none of these']);
  expect(kept).toMatch(/^.{300}… \(\d+ characters more\)$/);
  expect(kept.length).toBeLessThan(340);
});
