import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { OAuthContext } from '../oauth/oauth-context.ts';

const access = z.strictObject({ email: z.string(), access: z.boolean() });
const newKey = z.strictObject({ email: z.string(), operations: z.array(z.string()).min(1).optional() });

/** The `partners` hook: who has partner access, and which keys there are. */
export function partnerHooks({ partners, profile, random }: OAuthContext): RequestHandler {
  const router = Router();
  const offered = profile.scopes.map(({ name }) => name);
  router.post('/access', (req, res) => {
    const { data } = access.safeParse(req.body);
    if (!data) return void res.status(400).json({ error: 'Send {email, access}.' });
    const account = partners.accountOf(data.email);
    if (!account) return void res.status(404).json({ error: 'There is no such account.' });
    partners.setAccess(account.userId, data.access);
    res.json({ email: data.email, access: data.access });
  });
  router.post('/keys', (req, res) => {
    const { data } = newKey.safeParse(req.body);
    const operations = data?.operations ?? offered;
    if (!data || !operations.every((one) => offered.includes(one))) {
      return void res
        .status(400)
        .json({ error: `Send {email, operations?}; the operations are ${offered.join(', ')}.` });
    }
    const account = partners.accountOf(data.email);
    if (!account) return void res.status(404).json({ error: 'There is no such account.' });
    const made = { id: random.uuid(), key: `pk_${random.token()}`, operations };
    partners.addKey(account.userId, made);
    res.status(201).json(made);
  });
  router.delete('/keys/:id', (req, res) => {
    const found = partners.revokeKey(req.params.id);
    res.status(found ? 204 : 404).end();
  });
  return router;
}
