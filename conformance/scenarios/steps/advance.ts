import { z } from 'zod';
import { verb } from '../step.ts';

const units: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

export const advance = verb({
  name: 'advance',
  hook: 'clock',
  describe: 'Time passes: `90 seconds`, `1 hour`.',
  args: z
    .string()
    .regex(/^\d+ (second|minute|hour|day)s?$/, 'give a time such as “90 seconds”, “61 minutes” or “1 hour”'),
  expect: z.strictObject({}),
  usually: {},
  says: (time) => `${time} pass${/^1 /.test(time) ? 'es' : ''}`,
  async run({ world }, time) {
    const [count, unit] = time.split(' ');
    await world.hooks.advance(Number(count) * units[unit!.replace(/s$/, '')]!);
    world.tell('harness', `moves the clock forward by ${time}`);
    return {};
  },
});
