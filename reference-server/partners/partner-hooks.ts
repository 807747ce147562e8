import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { keyPrefix } from './partners.ts';

const accounts = z.strictObject({
  accounts: z.array(z.strictObject({ user_id: z.string(), email: z.string(), access: z.boolean() })).min(1),
});
const newKey = z.strictObject({ user_id: z.string(), operations: z.array(z.string()).min(1).optional() });
const newClient = z.strictObject({ name: z.string(), redirect_uris: z.array(z.string()).min(1) });
const offered = z.strictObject({ added: z.literal(true).optional(), key_in_address: z.boolean().optional() });

/** The `partners` hook: who has partner access, which keys and provisioned clients there are, and what is offered. */
export function partnerHooks({ partners, profile, random, offer, settings }: OAuthContext): RequestHandler {
  const router = Router();
  const { keyInAddress } = settings;
  router.post('/accounts', (req, res) => {
    const { data } = accounts.safeParse(req.body);
    if (!data) return void res.status(400).json({ error: 'Send {accounts: [{user_id, email, access}]}.' });
    for (const { user_id: userId, email, access } of data.accounts)
      partners.setAccount({ userId, email, name: email, access });
    res.status(201).json(data);
  });
  router.post('/keys', (req, res) => {
    const scopes = profile.scopes.map(({ name }) => name);
    const { data } = newKey.safeParse(req.body);
    const operations = data?.operations ?? scopes;
    if (!data || !operations.every((one) => scopes.includes(one))) {
      const error = `Send {user_id, operations?}; the operations are ${scopes.join(', ')}.`;
      return void res.status(400).json({ error });
    }
    if (!partners.account(data.user_id)) return void res.status(404).json({ error: 'There is no such account.' });
    const made = { id: random.uuid(), key: keyPrefix + random.token(), operations };
    partners.addKey(data.user_id, made);
    res.status(201).json(made);
  });
  router.delete('/keys/:id', (req, res) => {
    const found = partners.revokeKey(req.params.id);
    res.status(found ? 204 : 404).end();
  });
  router.post('/clients', (req, res) => {
    const { data } = newClient.safeParse(req.body);
    if (!data) return void res.status(400).json({ error: 'Send {name, redirect_uris}.' });
    // With what a form writes otherwise than it is (RFC 6749 §2.3.1).
    const made = { clientId: `workspace:${random.uuid()}`, clientSecret: `${random.token()}+/%` };
    partners.addClient({ ...made, name: data.name, redirectUris: data.redirect_uris });
    res.status(201).json({ client_id: made.clientId, client_secret: made.clientSecret });
  });
  router.patch('/offer', (req, res) => {
    const { data } = offered.safeParse(req.body);
    if (!data) return void res.status(400).json({ error: 'Send {added?: true, key_in_address?}.' });
    if (data.added) offer.add();
    if (data.key_in_address !== undefined) settings.keyInAddress = data.key_in_address;
    res.json(data);
  });
  router.delete('/offer', (_req, res) => {
    offer.restore();
    settings.keyInAddress = keyInAddress;
    res.status(204).end();
  });
  return router;
}
