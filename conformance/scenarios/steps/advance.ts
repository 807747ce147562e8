import { z } from 'zod';
import { verb } from '../step.ts';

const units: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

function secondsIn(time: string): number {
  const [count, unit] = time.split(' ');
  return Number(count) * units[unit!.replace(/s$/, '')]!;
}

export const advance = verb({
  name: 'advance',
  seconds: secondsIn,
  describe: 'Time passes: `90 seconds`, `1 hour`.',
  args: z
    .string()
    .regex(/^\d+ (second|minute|hour|day)s?$/, 'give a time such as “90 seconds”, “61 minutes” or “1 hour”'),
  expect: z.strictObject({}),
  usually: {},
  says: (time) => `${time} pass${/^1 /.test(time) ? 'es' : ''}`,
  async run({ world }, time) {
    await world.hooks.advance(secondsIn(time));
    world.tell('harness', `moves the clock forward by ${time}`);
    return {};
  },
});
