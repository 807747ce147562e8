import { z } from 'zod';
import { Untestable } from '../../vocabulary/expect.ts';
import { tokenRequestBy } from '../../wire/oauth.ts';
import { verb } from '../step.ts';

export const partnerAccess = verb({
  name: 'partner_access',
  hook: 'partners',
  describe: 'The operator gives somebody partner access, or withdraws it.',
  args: z.strictObject({ as: z.string().default('trader'), access: z.boolean() }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ as, access }) => `Partner access of ${as} is ${access ? 'given' : 'withdrawn'}`,
  async run({ world, person }, { as, access }) {
    const { id, email } = await person(as);
    await world.hooks.setAccounts([{ user_id: id!, email, access }]);
    return {};
  },
});

export const partnerKey = verb({
  name: 'partner_key',
  gives: 'a connection',
  hook: 'partners',
  describe: 'A partner key is made and handed to a client, which then has a connection; nobody signs in.',
  args: z.strictObject({
    client: z.string().describe('Which client gets the key.'),
    as: z.string().default('trader').describe('Whose account it is of.'),
    operations: z.array(z.string()).optional().describe('What it may do; everything unless told.'),
    in: z.enum(['header', 'address']).default('header').describe('Where the client puts it.'),
    taken_from_the_address: z
      .boolean()
      .default(true)
      .describe('Whether the operator has switched keys in the address on, where the client puts it there.'),
  }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ client, as, operations, in: place }) =>
    `A partner key of ${as}${operations ? ` for ${operations.join(' and ')}` : ''} is handed to ${client}, which puts it into the ${place}`,
  async run(stage, { client, as, operations, in: place, taken_from_the_address: isTaken }) {
    const { world } = stage;
    const person = await stage.person(as);
    const { id, key } = await world.hooks.createPartnerKey(person.id!, operations);
    world.secrets.note('api_key', key);
    const actor = stage.actor(client);
    actor.client ??= { clientId: '', redirectUri: world.redirectUri, name: client };
    stage.connected(client, { ...ofAKey, client: actor.client, person, accessToken: key });
    actor.partnerKey = id;
    if (place === 'header') return {};
    await world.hooks.changeOffer({ key_in_address: isTaken });
    actor.mcp = world.partnerKeys().mcp(key);
    return {};
  },
});

/** What a connection has besides, that nobody asked for. */
const ofAKey = {
  authorized: {
    landing: { pages: [] },
    answer: {},
    state: '',
    verifier: '',
    redirectUri: '',
    selfRegistered: false,
  },
  tokenAnswer: undefined as never,
};

export const endKey = verb({
  name: 'end_key',
  hook: 'partners',
  demands: 'a connection',
  describe: 'The operator revokes the partner key of a client.',
  args: z.strictObject({ client: z.string() }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ client }) => `The key of ${client} is revoked`,
  async run(stage, { client }) {
    const id = stage.actor(client).partnerKey;
    if (!id) throw new Untestable(`no key was handed to ${client} earlier in this journey`);
    await stage.world.hooks.revokePartnerKey(id);
    return {};
  },
});

export const agree = verb({
  name: 'agree',
  describe: 'A client comes with an id and a secret that its vendor has agreed upon; it registers nowhere.',
  args: z.strictObject({ client: z.string() }),
  expect: z.strictObject({}),
  usually: {},
  says: ({ client }) => `${client} comes with an id and a secret that were agreed upon`,
  async run(stage, { client }) {
    const agreed = await stage.world.agreedClient();
    if (!agreed) throw new Untestable('needs a client that was agreed upon: a client_secret in “clients”', 'client');
    stage.actor(client).client = { ...agreed, authMethod: 'client_secret_basic' };
    return {};
  },
});

export const pretend = verb({
  name: 'pretend',
  demands: 'a connection',
  describe: 'Somebody uses the id of a client that has a secret, and its refresh token, without the secret.',
  args: z.strictObject({
    client: z.string(),
    secret: z.enum(['none', 'wrong']).default('none'),
  }),
  expect: z.strictObject({ status: z.number().optional(), error: z.string().optional() }),
  usually: {},
  says: ({ client, secret }) =>
    `Somebody refreshes as ${client} with ${secret === 'none' ? 'no secret' : 'a wrong secret'}`,
  async run({ world, connection }, { client: name, secret }) {
    const { client, refreshToken } = connection(name);
    const answer = await tokenRequestBy(world, client, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: client.clientId,
      client_secret: secret === 'none' ? undefined : world.secret('client_secret'),
    });
    const { error } = (answer.tryJson() ?? {}) as { error?: string };
    return { status: answer.status, error };
  },
});

export const toolsAreAdded = verb({
  name: 'tools_are_added',
  hook: 'partners',
  describe: 'The product gets tools under a scope that there was not before.',
  args: z.strictObject({}),
  expect: z.strictObject({}),
  usually: {},
  says: () => 'The product gets a new tool, under a new scope',
  async run({ world }) {
    await world.hooks.changeOffer({ added: true });
    return {};
  },
});

export const read = verb({
  name: 'read',
  demands: 'a connection',
  describe: 'A connected client reads a resource, by the end of its address.',
  args: z.strictObject({ client: z.string(), resource: z.string() }),
  expect: z.strictObject({
    status: z.number().optional(),
    found: z.boolean().optional(),
    says: z.union([z.string(), z.array(z.string())]).optional(),
  }),
  usually: { found: true },
  says: ({ client, resource }) => `${client} reads ${resource}`,
  async run(stage, { client, resource }) {
    const mcp = stage.mcp(client);
    const listed: { uri: string }[] = (await mcp.request('resources/list')).rpc()?.result?.resources ?? [];
    const found = listed.find(({ uri }) => uri.endsWith(resource));
    if (!found) return { found: false };
    const answer = await mcp.request('resources/read', { uri: found.uri });
    return { found: true, status: answer.status, says: answer.rpc()?.result?.contents?.[0]?.text };
  },
});
