import { type Response, Router } from 'express';
import { z } from 'zod';
import type { AskBrokerageHook, OAuthContext } from '../oauth/oauth-context.ts';
import type { BrokerConnection } from './broker-connection.ts';
import type { PlatformUser } from './directory.ts';

const connectionWish = z.strictObject({
  /** A user of the brokerage, by id or email address. */
  user: z.string(),
  type: z.enum(['trade', 'read']).default('trade'),
  accounts: z.array(z.string()).optional(),
});
const platformBody = z.strictObject({ client_id: z.string().min(1).max(64).optional(), name: z.string().optional() });
const userBody = z.strictObject({
  user_id: z.string().min(1).max(200).optional(),
  connections: z.array(connectionWish).max(20).default([]),
});
const connectionChange = z.strictObject({
  type: z.enum(['trade', 'read']).optional(),
  status: z.enum(['active', 'disabled']).optional(),
});

const show = ({ id, type, status }: BrokerConnection) => ({ id, type, status });

/** The `platforms` hook: platforms, their users, and the connections of those to the brokerage. */
export function platformHooks(context: OAuthContext, ask: AskBrokerageHook): Router {
  const { directory, random, grants } = context;
  const router = Router();

  function read<T>(res: Response, shape: z.ZodType<T>, body: unknown): T | undefined {
    const { data, error } = shape.safeParse(body ?? {});
    if (error) res.status(422).json({ error: z.prettifyError(error) });
    return data;
  }

  function userOf(res: Response, { platform, user }: { platform: string; user: string }): PlatformUser | undefined {
    const found = directory.user(platform, user);
    if (!found) res.status(404).json({ error: 'This platform has no such user.' });
    return found;
  }

  /** The brokerage makes an API key pair for the person: what a portal would do once the person has agreed there. */
  async function connect(user: PlatformUser, wish: z.output<typeof connectionWish>): Promise<object> {
    const { accounts, type } = wish;
    const path = `/users/${encodeURIComponent(wish.user)}/connections`;
    const body = { name: `gateway ${user.platformId}`, trading: type === 'trade', ...(accounts && { accounts }) };
    const answer = await ask('POST', path, body);
    if (answer.status !== 201) return { error: answer.body.message ?? `the brokerage answered ${answer.status}` };
    const { key_id, secret } = answer.body as { key_id: string; secret: string };
    return show(directory.addConnection(user, { type, keyId: key_id, secret, ...(accounts && { accounts }) }));
  }

  router.post('/', (req, res) => {
    const wish = read(res, platformBody, req.body);
    if (!wish) return;
    const clientId = wish.client_id ?? `platform-${random.uuid()}`;
    if (directory.platform(clientId)) return void res.status(409).json({ error: 'There is such a platform already.' });
    const clientSecret = random.token();
    directory.addPlatform({ clientId, clientSecret, name: wish.name ?? clientId });
    res.status(201).json({ client_id: clientId, client_secret: clientSecret });
  });
  router.post('/:platform/users', async (req, res) => {
    const { platform } = req.params;
    const wish = read(res, userBody, req.body);
    if (!wish) return;
    if (!directory.platform(platform)) return void res.status(404).json({ error: 'There is no such platform.' });
    const userId = wish.user_id ?? `user-${random.uuid()}`;
    if (directory.user(platform, userId)) return void res.status(409).json({ error: 'There is such a user already.' });
    const userSecret = random.token();
    const user = directory.addUser(platform, { userId, userSecret, connections: [] });
    const connections: object[] = [];
    for (const one of wish.connections) connections.push(await connect(user, one));
    res.status(201).json({ id: user.id, user_id: userId, user_secret: userSecret, connections });
  });
  router.delete('/:platform/users/:user', (req, res) => {
    const user = userOf(res, req.params);
    if (!user) return;
    if (user.grantId !== undefined) grants.end(user.grantId, false);
    directory.removeUser(user);
    res.status(204).end();
  });
  router.get('/:platform/users/:user', (req, res) => {
    const user = userOf(res, req.params);
    if (user) res.json({ id: user.id, user_id: user.userId, connections: user.connections.map(show) });
  });
  router.post('/:platform/users/:user/connections', async (req, res) => {
    const user = userOf(res, req.params);
    const wish = user && read(res, connectionWish, req.body);
    if (!user || !wish) return;
    const made = await connect(user, wish);
    res.status('error' in made ? 422 : 201).json(made);
  });
  router.patch('/:platform/users/:user/connections/:id', (req, res) => {
    const user = userOf(res, req.params);
    const wish = user && read(res, connectionChange, req.body);
    if (!user || !wish) return;
    const connection = user.connections.find(({ id }) => id === req.params.id);
    if (!connection) return void res.status(404).json({ error: 'This user has no such connection.' });
    if (wish.type !== undefined) connection.type = wish.type;
    if (wish.status !== undefined) connection.status = wish.status;
    directory.keep(user);
    res.json(show(connection));
  });
  router.delete('/:platform/users/:user/connections/:id', (req, res) => {
    const user = userOf(res, req.params);
    if (!user) return;
    user.connections = user.connections.filter(({ id }) => id !== req.params.id);
    directory.keep(user);
    res.status(204).end();
  });
  return router;
}
