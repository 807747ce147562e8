import { expect, test } from 'vitest';
import { Untestable } from '../vocabulary/expect.ts';
import { misfit } from './json-schema.ts';

const x = (schema: object) => ({ type: 'object', properties: { x: schema } });
const doubled = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [`a${n}`, { allOf: Array(2).fill({ $ref: `#/$defs/a${n + 1}` }) }]),
);

test.each<[string, object, unknown]>([
  ['a pattern that takes for ever', x({ type: 'string', pattern: '^(a+)+$' }), { x: `${'a'.repeat(60)}!` }],
  ['references that double', { $ref: '#/$defs/a0', $defs: { ...doubled, a40: { type: 'object' } } }, {}],
  [
    'many items that must differ',
    x({ type: 'array', uniqueItems: true }),
    { x: Array.from({ length: 60_000 }, (_, n) => ({ n })) },
  ],
  ['a schema that leads back to itself', { allOf: [{ $ref: '#' }] }, {}],
])('nothing is said of a value by %s', (_, schema, value) => {
  expect(() => misfit(schema, value, 50)).toThrow(Untestable);
});

test('a value is judged by any other schema', () => {
  expect(misfit(x({ type: 'string' }), { x: 'a' })).toBeUndefined();
  expect(misfit(x({ type: 'string' }), { x: 5 })).toBe('data/x must be string');
  expect(misfit({ ...x({ type: 'string' }), $schema: 'http://json-schema.org/draft-07/schema#' }, { x: 5 })).toBe(
    'data/x must be string',
  );
});
