import { z } from 'zod';
import { connection, refresh } from '../../wire/oauth.ts';
import { verb } from '../step.ts';

export const refreshStep = verb({
  name: 'refresh',
  demands: 'a connection',
  describe: 'A client uses its refresh token: the current one, or one that it used before.',
  args: z.strictObject({
    client: z.string(),
    token: z.enum(['current', 'first']).default('current'),
    by: z.string().optional().describe('Another client, that got hold of the token.'),
    scope: z.string().optional(),
  }),
  expect: z.strictObject({
    status: z.number().optional(),
    error: z.string().optional(),
    connected: z.boolean().optional(),
    rotated: z.boolean().optional().describe('A new refresh token came with it.'),
    scope: z.string().optional(),
  }),
  usually: { connected: true },
  says: ({ client, by, token }) =>
    `${by ?? client} uses ${by ? `${client}’s` : 'its'} ${token === 'first' ? 'first, already used,' : ''} refresh token`.replace(
      '  ',
      ' ',
    ),
  async run(stage, args) {
    const actor = stage.actor(args.client);
    const current = stage.connection(args.client);
    const source = args.token === 'first' ? (actor.past[0] ?? current) : current;
    const client = args.by ? (stage.actor(args.by).client ?? source.client) : source.client;
    const scope =
      args.scope === 'read' ? stage.world.scopes.read : args.scope === 'trade' ? stage.world.scopes.trade : args.scope;
    const answer = await refresh(stage.world, { ...source, client }, scope ? { scope } : {});
    if (answer.status !== 200)
      return {
        connected: false,
        status: answer.status,
        error: (answer.tryJson() as { error?: string } | undefined)?.error,
      };
    const made = connection(client, current.person, current.authorized, answer);
    stage.connected(args.by ?? args.client, made);
    return {
      connected: true,
      status: 200,
      rotated: made.refreshToken !== undefined && made.refreshToken !== source.refreshToken,
      scope: made.scope,
    };
  },
});
