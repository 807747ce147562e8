import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { lookDrawn } from './random-values.ts';

const several = (make: (n: number) => string): string[] => [1, 2, 3, 4, 5].map(make);

test.each([
  ['128 bits in base64', () => randomBytes(16).toString('base64url')],
  ['UUIDs', () => randomUUID()],
  ['values with a prefix', () => `mcp-session-${randomBytes(16).toString('hex')}`],
  ['JWTs, which begin alike', () => `eyJhbGciOiJIUzI1NiJ9.${randomBytes(60).toString('base64url')}`],
])('%s are random', (_, make) => expect(lookDrawn(several(make))).toBe(true));

test.each([
  ['short ones', () => randomBytes(8).toString('hex')],
  ['equal ones', () => 'the-same-value-each-time'],
  ['a number at the end', (n: number) => `a-long-name-for-a-session-${n}`],
  ['a number at the beginning', (n: number) => `${n}-a-long-name-for-a-session`],
])('%s are not', (_, make) => expect(lookDrawn(several(make))).toBe(false));
