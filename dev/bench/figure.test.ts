import { expect, test } from 'vitest';
import { toMarkdown } from './figure.ts';

const start = { what: 'start', value: 131.4, unit: 'ms', runs: 7 };

test('a bound that was missed says by how much, and one that was kept says nothing', () => {
  expect(toMarkdown([{ ...start, bound: { most: 120 } }])).toContain('| ≤ 120 ms, **missed by 11.4 ms** |');
  expect(toMarkdown([{ ...start, bound: { most: 250 } }])).toContain('| ≤ 250 ms |');
});

test('a bound on the ratio is held against the ratio', () => {
  const peer = { what: 'bare', value: 262.8, ratio: 0.5 };
  expect(toMarkdown([{ ...start, bound: { leastRatio: 0.7 }, peer }])).toContain(
    '| ratio ≥ 0.7, **missed by 0.20** | bare: 263 ms | 0.50× |',
  );
});
