import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runSequence } from './sequence.ts';

const number = fc.nat(0xffff_ffff);
const commands = fc.array(fc.tuple(number, number, number), { maxLength: 40 });

test('any sequence of orders, fills, market events, restarts and faults keeps the book in step with the simpler model', () => {
  let events = 0;
  fc.assert(
    fc.property(commands, (sequence) => {
      events += runSequence(sequence);
    }),
    { numRuns: 300, seed: 4 },
  );
  expect(events).toBeGreaterThan(1000);
});
