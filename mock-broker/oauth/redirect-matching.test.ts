import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oauthBehaviours } from './behaviours.ts';
import { explainMismatch } from './redirect-mismatch.ts';

const registered = 'https://gateway.example/auth/callback';
const { brokerRedirectUriIsRegistered } = oauthBehaviours;

/** The registered address with one edit: a letter put in, taken out, changed, or its case turned. */
const nearMiss = fc
  .tuple(fc.nat(registered.length), fc.constantFrom('insert', 'remove', 'replace', 'case'), fc.string({ maxLength: 3 }))
  .map(([at, edit, text]) => {
    const [head, letter, tail] = [registered.slice(0, at), registered.slice(at, at + 1), registered.slice(at + 1)];
    if (edit === 'insert') return head + text + letter + tail;
    if (edit === 'remove') return head + tail;
    return edit === 'replace' ? head + text + tail : head + letter.toUpperCase() + tail;
  })
  .filter((address) => address !== registered);

/** Whole addresses, built from parts that are easily taken for the registered ones. */
const otherAddress = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://', '//', 'custom:'),
    fc.constantFrom(
      'gateway.example',
      'gateway.example.',
      'gateway.example:443',
      'user@gateway.example',
      'evil.example',
    ),
    fc.constantFrom('/auth/callback', '/auth/callback/', '/auth//callback', '/auth/./callback', '/auth/%63allback', ''),
    fc.constantFrom('', '?', '#', '?next=https://evil.example', '#fragment', ' ', '\t'),
  )
  .map((parts) => parts.join(''));

test('the registered address is accepted, and no other string is', () => {
  expect(brokerRedirectUriIsRegistered(registered, [registered])).toBe(true);
  const others = fc.oneof(nearMiss, fc.string(), otherAddress);
  fc.assert(
    fc.property(others, (address) => {
      fc.pre(address !== registered);
      expect(brokerRedirectUriIsRegistered(address, [registered])).toBe(false);
    }),
  );
});

test('addresses that a URL parser calls equal are told apart', () => {
  for (const [one, other] of [
    ['https://gateway.example', 'https://gateway.example/'],
    ['https://gateway.example:443/cb', 'https://gateway.example/cb'],
    ['https://gateway.example/a/../cb', 'https://gateway.example/cb'],
    ['https://GATEWAY.example/cb', 'https://gateway.example/cb'],
  ] as const) {
    expect(new URL(one).href).toBe(new URL(other).href);
    expect(brokerRedirectUriIsRegistered(one, [other])).toBe(false);
  }
});

test('every mismatch is explained in at least one sentence', () => {
  fc.assert(
    fc.property(fc.oneof(nearMiss, fc.string()), (address) => {
      const sentences = explainMismatch(address, [registered]);
      expect(sentences.length).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
    }),
  );
});
