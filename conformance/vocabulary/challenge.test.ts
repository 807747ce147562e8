import fc from 'fast-check';
import { expect, test } from 'vitest';
import { challengeOf } from './challenge.ts';

const read = (header: string) => challengeOf({ headers: { 'www-authenticate': header } });

test.each([
  ['Bearer', { scheme: 'Bearer', params: {} }],
  ['bearer realm=mcp', { scheme: 'bearer', params: { realm: 'mcp' } }],
  ['Bearer error="invalid_token", scope="a b"', { params: { error: 'invalid_token', scope: 'a b' } }],
  ['DPoP algs="ES256", error="use_dpop_nonce", Bearer scope="a"', { scheme: 'Bearer', params: { scope: 'a' } }],
  ['Bearer scope="a", DPoP algs="ES256"', { scheme: 'Bearer', params: { scope: 'a' } }],
  ['Negotiate a87421000492aa==, Bearer', { scheme: 'Bearer', params: {} }],
  ['Basic realm="us, Bearer x"', { scheme: 'Basic', params: { realm: 'us, Bearer x' } }],
  ['Bearer error_description="say \\"error=\\" no more"', { params: { error_description: 'say "error=" no more' } }],
  ['Bearer scope="a", scope="b"', { params: { scope: 'b' }, repeated: ['scope'] }],
])('%s', (header, challenge) => expect(read(header)).toMatchObject(challenge));

test('no header is no challenge', () => expect(challengeOf({ headers: {} })).toBeUndefined());

test('whatever a server sends, reading it ends, and finds no more than what is there', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aB=", \\\t/'), maxLength: 400 }), (header) => {
      const { params = {} } = read(header) ?? {};
      expect(Object.keys(params).length).toBeLessThanOrEqual(header.split('=').length - 1);
    }),
  );
});
