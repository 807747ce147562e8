import { z } from 'zod';
import { verb } from '../step.ts';

/** What becomes of a connection, of the market and of requests, while a journey goes on. */
export const brokerConnection = verb({
  name: 'broker_connection',
  hook: 'platforms',
  describe: 'The connection of a person to their broker is changed: it trades, only reads, or is shut off.',
  args: z.strictObject({
    as: z.string().default('trader'),
    type: z.enum(['trade', 'read']).optional(),
    status: z.enum(['active', 'disabled']).optional(),
  }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ as, type, status }) =>
    `The broker connection of ${as} is ${[type === 'read' ? 'made read-only' : type ? 'allowed to trade' : '', status === 'disabled' ? 'shut off' : status ? 'turned on' : ''].filter(Boolean).join(' and ')}`,
  async run({ world, person }, { as, type, status }) {
    await world.minting().changeConnection(await person(as), { ...(type && { type }), ...(status && { status }) });
    return {};
  },
});

export const market = verb({
  name: 'market',
  hook: 'market',
  describe: 'The market opens or closes, whatever the hour.',
  args: z.enum(['open', 'closed', 'as-the-hour-is']),
  expect: z.strictObject({}),
  usually: {},
  says: (how) =>
    how === 'closed' ? 'The market closes' : how === 'open' ? 'The market opens' : 'The market is as the hour is',
  async run({ world }, how) {
    await world.hooks.forceMarket(how === 'as-the-hour-is' ? null : how === 'open');
    return {};
  },
});

export const fault = verb({
  name: 'fault',
  hook: 'faults',
  describe: 'The next requests of a person to the broker go wrong in a certain way.',
  args: z.strictObject({
    kind: z.string().describe('accept_then_drop, drop_before_accept, server_error, rate_limited, malformed_json, …'),
    as: z.string().default('trader'),
    times: z.number().int().min(1).default(1),
    method: z.string().optional(),
    path: z.string().optional().describe('Only where this stands in the path.'),
    status: z.number().optional(),
  }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ kind, as, path }) => `The broker meets the next request of ${as}${path ? ` to ${path}` : ''} with ${kind}`,
  async run({ world, person }, { as, kind, times, method, path, status }) {
    const { id = '' } = await person(as);
    const where = { ...(method && { method }), ...(path && { path }), ...(status && { status }) };
    await world.hooks.orderFault({ kind, user: id, times, ...where });
    return {};
  },
});
