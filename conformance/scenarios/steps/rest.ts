import { z } from 'zod';
import { challengeOf } from '../../vocabulary/challenge.ts';
import { authorize, connection, redeem } from '../../wire/oauth.ts';
import { verb } from '../step.ts';

export const rest = verb({
  name: 'rest',
  demands: 'a connection',
  describe:
    'Tokens of one API are tried at the other: `mcp-token` at the brokerage’s REST API, or `rest-token` at the MCP endpoint.',
  args: z.strictObject({
    client: z.string(),
    try: z.enum(['mcp-token-at-rest', 'rest-token-at-mcp']),
    as: z.string().default('trader'),
  }),
  expect: z.strictObject({ status: z.number().optional(), error: z.string().optional() }),
  usually: { status: 401 },
  says: (args) =>
    args.try === 'mcp-token-at-rest'
      ? `${args.client} tries its MCP token at the brokerage’s REST API`
      : `${args.client} tries a REST token of the brokerage at the MCP endpoint`,
  async run(stage, args) {
    const { world } = stage;
    const brokerage = world.brokerage().origin;
    if (args.try === 'mcp-token-at-rest') {
      const answer = await world.http.get(`${brokerage}/v2/account`, {
        authorization: `Bearer ${stage.connection(args.client).accessToken}`,
      });
      return { status: answer.status };
    }
    const person = await stage.person(args.as);
    const scopes = ['account:information', 'position:information'];
    const { redirectUri } = world;
    const key = { name: 'REST API', redirect_uri: redirectUri, scopes, use: 'gateway' as const };
    const client = { clientId: await world.keys.make(person, key), redirectUri, name: key.name };
    const params = { resource: undefined };
    const authorized = await authorize(world, {
      client,
      person,
      scope: scopes.join(' '),
      endpoint: `${brokerage}/oauth2/authorize`,
      params,
    });
    const tokens = connection(
      client,
      person,
      authorized,
      await redeem(world, client, authorized, params, `${brokerage}/oauth2/token`),
    );
    const answer = await world.mcp(tokens).request('tools/list');
    return { status: answer.status, error: challengeOf(answer)?.params.error };
  },
});
