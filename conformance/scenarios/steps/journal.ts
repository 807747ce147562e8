import { z } from 'zod';
import { verb } from '../step.ts';

export const journal = verb({
  name: 'journal',
  hook: 'journal',
  isSecondWitness: true,
  describe: 'The broker’s own journal is read: the second witness of what was done.',
  args: z.strictObject({ as: z.string().default('trader') }),
  expect: z.strictObject({
    writes: z.number().optional().describe('Requests other than GET that the broker received for this person.'),
    reads: z.number().optional(),
    at_least_reads: z.number().optional(),
    at_least_writes: z.number().optional(),
    orders_placed: z.number().optional(),
  }),
  usually: {},
  says: ({ as }) => `The broker’s journal tells what it received for ${as}`,
  async run({ world, person }, { as }) {
    const entries = await world.hooks.journal((await person(as)).id ?? '');
    const writes = entries.filter((entry) => !['GET', 'HEAD'].includes(entry.method));
    for (const entry of entries) world.tell('brokerage', `received ${entry.method} ${entry.path} → ${entry.status}`);
    return {
      reads: entries.length - writes.length,
      writes: writes.length,
      orders_placed: writes.filter(
        (entry) => entry.method === 'POST' && /\/orders$/.test(entry.path) && entry.status < 300,
      ).length,
    };
  },
});
