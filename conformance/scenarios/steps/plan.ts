import { z } from 'zod';
import { verb } from '../step.ts';

export const plan = verb({
  name: 'plan',
  hook: 'users',
  describe: 'A person moves to another plan, or their connection loses or gains the right to trade.',
  args: z.strictObject({
    as: z.string().default('trader'),
    plan: z.enum(['elite', 'free']).optional(),
    trading: z.boolean().optional(),
  }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ as, plan: to, trading }) =>
    [
      to && `${as} moves to the ${to === 'elite' ? 'paid' : 'free'} plan`,
      trading !== undefined && `${as}’s connection ${trading ? 'may trade again' : 'becomes read-only'}`,
    ]
      .filter(Boolean)
      .join('; '),
  async run({ world, person }, { as, ...change }) {
    await world.hooks.changeUser((await person(as)).id ?? '', change as { plan?: string });
    return {};
  },
});
