import { z } from 'zod';
import { orderIn } from '../../stage/two-steps.ts';
import { Untestable } from '../../vocabulary/expect.ts';
import { verb } from '../step.ts';
import { callExpect, callFacts } from './call.ts';

export const confirm = verb({
  name: 'confirm',
  demands: 'a connection',
  describe: 'A client confirms the order that it prepared, or that another has, once or several times.',
  args: z.strictObject({
    client: z.string(),
    of: z.string().optional().describe('Whose order it is, where it is not its own.'),
    times: z.number().int().min(1).max(25).default(1),
    at_once: z.boolean().default(false).describe('All at the same time, and not one after the other.'),
  }),
  expect: z.strictObject({
    ...callExpect,
    orders: z.number().optional().describe('How many different orders the answers hold.'),
  }),
  usually: { ok: true, orders: 1 },
  orders: ({ times }) => times,
  says: ({ client, of, times, at_once: atOnce }) =>
    `${client} confirms ${of ? `the order of ${of}` : 'the order'}${times > 1 ? `, ${times} times${atOnce ? ' at once' : ''}` : ''}`,
  async run(stage, { client, of, times, at_once: atOnce }) {
    const id = stage.actor(of ?? client).confirmation;
    if (id === undefined) throw new Untestable(`needs an order that ${of ?? client} has prepared before this step`);
    const { name, args } = stage.world.tool('confirm');
    stage.world.tell('client', `calls ${name}`);
    const once = () => stage.mcp(client).call(name, args(id));
    const answers = atOnce ? await Promise.all(Array.from({ length: times }, once)) : [await once()];
    while (answers.length < times) answers.push(await once());
    const orders = new Set(answers.map((answer) => orderIn(answer).id).filter((one) => one !== undefined));
    return { ...callFacts(answers.at(-1)!), orders: orders.size };
  },
});
