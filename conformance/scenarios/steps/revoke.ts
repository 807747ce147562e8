import { z } from 'zod';
import { Blocked } from '../../vocabulary/expect.ts';
import { revoke } from '../../wire/oauth.ts';
import { verb } from '../step.ts';

export const revokeStep = verb({
  name: 'revoke',
  demands: 'a connection',
  describe: 'A client gives a token back (RFC 7009).',
  args: z.strictObject({
    client: z.string(),
    token: z.enum(['access', 'refresh', 'unknown']).default('refresh'),
    by: z.string().optional(),
  }),
  expect: z.strictObject({ status: z.number().optional(), error: z.string().optional() }),
  usually: { status: 200 },
  says: ({ client, token, by }) => `${by ?? client} revokes ${by ? `${client}’s` : 'its'} ${token} token`,
  async run(stage, args) {
    const connection = stage.connection(args.client);
    const tokens = {
      access: connection.accessToken,
      refresh: connection.refreshToken,
      unknown: stage.world.secret('token'),
    };
    const token = tokens[args.token];
    if (!token) throw new Blocked('there is no such token to revoke');
    const client = args.by ? (stage.actor(args.by).client ?? connection.client) : connection.client;
    const answer = await revoke(stage.world, client, token);
    return { status: answer.status, error: (answer.tryJson() as { error?: string } | undefined)?.error };
  },
});
