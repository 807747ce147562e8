import { z } from 'zod';
import { verb } from '../step.ts';

export const addon = verb({
  name: 'addon',
  hook: 'users',
  describe: 'The add-on of the trading platform goes offline, comes back, or has another version.',
  args: z.strictObject({
    as: z.string().default('trader'),
    connected: z.boolean().optional(),
    version: z.string().optional(),
  }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ as, connected, version }) =>
    `${as}’s add-on ${[connected === undefined ? [] : [connected ? 'is connected' : 'goes offline'], version ? [`has version ${version}`] : []].flat().join(' and ')}`,
  async run({ world, person }, { as, connected, version }) {
    const change = { ...(connected === undefined ? {} : { connected }), ...(version ? { version } : {}) };
    await world.hooks.changeUser((await person(as)).id ?? '', { addon: change });
    return {};
  },
});
