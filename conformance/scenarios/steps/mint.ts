import { z } from 'zod';
import { connectionOf } from '../../stage/minting.ts';
import { scopeNamed } from '../../stage/scopes.ts';
import { verb } from '../step.ts';

export const mint = verb({
  name: 'mint',
  gives: 'a connection',
  describe: 'A platform asks for a token for its user, and hands it to a client: the client then has a connection.',
  args: z.strictObject({
    client: z.string().describe('Which client gets the token.'),
    as: z.string().default('trader').describe('For whom it is.'),
    scope: z.string().default('read').describe('`read`, `trade`, or scopes as they are sent.'),
    with: z.record(z.string(), z.string()).optional().describe('Headers put over the four right ones.'),
    without: z.array(z.string()).optional().describe('Headers left out.'),
  }),
  expect: z.strictObject({
    minted: z.boolean().optional().describe('There is a token.'),
    status: z.number().optional(),
    error: z.string().optional(),
    says: z.union([z.string(), z.array(z.string())]).optional(),
    scopes: z.string().optional().describe('As the answer tells them.'),
  }),
  usually: { minted: true },
  says: ({ client, as, scope, with: over, without }) =>
    `The platform mints a token for ${as} with the scope ${scope}${over ? `, with another ${Object.keys(over).join(' and ')}` : ''}${without ? `, without ${without.join(' and ')}` : ''}, and hands it to ${client}`,
  async run(stage, { client, as, scope, with: over = {}, without = [] }) {
    const { world } = stage;
    const person = await stage.person(as);
    const headers = { ...over, ...Object.fromEntries(without.map((name) => [name, undefined])) };
    const answer = await world.minting().request(person, scopeNamed(world, scope), { headers });
    const made = connectionOf(world, person, answer);
    stage.actor(client).client ??= { clientId: '', redirectUri: world.redirectUri, name: client };
    if (made) stage.connected(client, made);
    const { error, message } = (answer.tryJson() ?? {}) as { error?: string; message?: string };
    return { minted: made !== undefined, status: answer.status, error, says: message, scopes: made?.scope };
  },
});
