import { z } from 'zod';
import { refusalIn, secondsTold } from '../../stage/windows.ts';
import { Untestable } from '../../vocabulary/expect.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import type { Stage } from '../stage.ts';
import { verb } from '../step.ts';

/** Seconds by which two clocks may differ, and a token is still taken. */
const LEEWAY = 60;

const whatFor = {
  'token-expires': 'its token has expired',
  'limit-ends': 'the time is over that it was told to wait',
};

async function untilTheTokenExpires(stage: Stage, client: string): Promise<void> {
  const { expiresIn } = stage.connection(client);
  if (!expiresIn) throw new Untestable('needs to know when the token expires: expires_in is missing');
  await stage.world.hooks.advance(expiresIn + LEEWAY);
}

async function untilTheLimitEnds(stage: Stage, client: string): Promise<void> {
  const { refusal } = stage.actor(client);
  const seconds = refusal && (retryAfter(refusal) ?? secondsTold(refusal));
  if (!refusal || seconds === undefined) throw new Untestable(`needs a refusal that told ${client} how long to wait`);
  const { world } = stage;
  if (world.hooks.has('clock')) return world.hooks.advance(seconds);
  // What a limit says is waited out without being asked for, as everywhere.
  return world.makeRoom(world.mcpUrl, refusalIn(refusal) ?? refusal, 0);
}

export const wait = verb({
  name: 'wait',
  demands: 'a connection',
  describe: 'A client waits as long as its own case takes: until its access token is over, or as a refusal told it.',
  args: z.strictObject({
    client: z.string(),
    until: z.enum(Object.keys(whatFor) as [keyof typeof whatFor, ...(keyof typeof whatFor)[]]),
  }),
  seconds: ({ until }) => (until === 'token-expires' ? LEEWAY : 0),
  expect: z.strictObject({}),
  usually: {},
  says: ({ client, until }) => `${client} waits until ${whatFor[until]}`,
  async run(stage, { client, until }) {
    await (until === 'token-expires' ? untilTheTokenExpires : untilTheLimitEnds)(stage, client);
    return {};
  },
});
