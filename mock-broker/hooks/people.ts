import { Router } from 'express';
import { z } from 'zod';
import { generateKey } from '../client-center/keys.ts';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import { allScopes } from '../oauth/scopes.ts';
import { oauthState } from '../oauth/state.ts';
import { seededPassword, type User } from '../users.ts';
import { showUser } from './hooks.ts';
import { read } from './read.ts';

const body = z.strictObject({
  count: z.number().int().min(1).max(50),
  key: z
    .strictObject({ name: z.string(), redirect_uri: z.string(), scopes: z.array(z.string()).optional() })
    .optional(),
});

/** The `people` hook: several traders at a time, each with a key for the gateway where that is asked for. */
export function createPeopleHooks(context: BrokerContext, openAccounts: (user: User) => void): Router {
  const router = Router();
  router.post('/people', (req, res) => {
    const { count, key } = read(body, req.body);
    const people = Array.from({ length: count }, () => {
      const user = context.users.create({});
      openAccounts(user);
      const shown = { ...showUser(user), password: seededPassword };
      return key ? { ...shown, client_id: keyFor(user.id, key) } : shown;
    });
    res.status(201).json({ people });
  });

  function keyFor(owner: string, { name, redirect_uri, scopes }: NonNullable<z.infer<typeof body>['key']>): string {
    const draft = { name, redirectUri: redirect_uri, scopes: scopes ?? [...allScopes], use: 'gateway' as const };
    const made = generateKey(oauthState(context), owner, draft);
    if ('problem' in made) throw refusal('unprocessable', `${made.field}: ${made.problem}`);
    return made.clientId;
  }
  return router;
}
