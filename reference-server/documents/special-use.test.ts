import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSpecialUse } from './special-use.ts';

describe('special-use addresses', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  it.each([
    ['10/8', fc.tuple(fc.constant(10), byte, byte, byte)],
    ['127/8', fc.tuple(fc.constant(127), byte, byte, byte)],
    ['172.16/12', fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte)],
    ['192.168/16', fc.tuple(fc.constant(192), fc.constant(168), byte, byte)],
    ['169.254/16', fc.tuple(fc.constant(169), fc.constant(254), byte, byte)],
    ['multicast and above', fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte)],
  ])('are all of %s, also inside IPv6', (_net, address) => {
    fc.assert(
      fc.property(address, (bytes) => {
        const v4 = bytes.join('.');
        expect([v4, `::ffff:${v4}`, `::${v4}`, `64:ff9b::${v4}`].filter((one) => !isSpecialUse(one))).toEqual([]);
      }),
    );
  });

  it('are not those of public hosts', () => {
    const some = ['93.184.216.34', '1.1.1.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '2a00:1450:4001::1'];
    expect(some.filter(isSpecialUse)).toEqual([]);
    expect(['', 'localhost', 'fe80::1%eth0', '2001:db8::1', 'ff02::1'].filter((one) => !isSpecialUse(one))).toEqual([]);
  });
});
