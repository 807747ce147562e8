import express, { type Request, Router } from 'express';
import { z } from 'zod';
import { generateKey, mendKey, setKeyState } from '../client-center/keys.ts';
import type { BrokerContext } from '../context.ts';
import { refusal } from '../errors.ts';
import { userOf } from '../hooks/accounts.ts';
import { read } from '../hooks/read.ts';
import { allScopes } from './scopes.ts';
import { type Key, type OAuthState, oauthState } from './state.ts';

const newKey = z.strictObject({
  user: z.string(),
  name: z.string(),
  redirect_uri: z.string(),
  scopes: z.array(z.string()).optional(),
  use: z.enum(['gateway', 'direct']).optional(),
});
const keyChanges = z.strictObject({
  active: z.boolean().optional(),
  redirect_uri: z.string().optional(),
  name: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});

/** The `keys` hook: what Client Center does, by JSON, relative to `/test-hooks`. The caller has checked the hooks token. */
export function createKeyHooks(context: BrokerContext): Router {
  const oauth = oauthState(context);
  const router = Router();
  router.use('/keys', express.json({ limit: '16kb' }));
  router.post('/keys', (req, res) => {
    const { user, name, redirect_uri, scopes, use = 'gateway' } = read(newKey, req.body);
    const owner = (context.users.byEmail(user) ?? userOf(context, user)).id;
    const draft = { name, redirectUri: redirect_uri, scopes: scopes ?? [...allScopes], use };
    const made = generateKey(oauth, owner, draft);
    if ('problem' in made) throw refusal('unprocessable', `${made.field}: ${made.problem}`);
    res.status(201).json(showKey(made));
  });
  router.patch('/keys/:clientId', (req, res) => {
    const key = keyOf(oauth, req);
    const changes = read(keyChanges, req.body);
    const { active, redirect_uri: redirectUri = key.redirectUri, name = key.name, scopes = key.scopes } = changes;
    const wrong = mendKey(oauth, key, { name, redirectUri, scopes });
    if (wrong) throw refusal('unprocessable', `${wrong.field}: ${wrong.problem}`);
    if (active !== undefined) setKeyState(oauth, key, active ? 'active' : 'deactivated');
    res.json(showKey(key));
  });
  router.delete('/keys/:clientId', (req, res) => {
    setKeyState(oauth, keyOf(oauth, req), 'deleted');
    res.status(204).end();
  });
  return router;
}

function keyOf(oauth: OAuthState, req: Request): Key {
  const clientId = String(req.params.clientId);
  const key = oauth.keys.get(clientId);
  if (!key || key.state === 'deleted') throw refusal('notFound', `no key has the Client ID ${clientId.slice(0, 64)}`);
  return key;
}

const showKey = ({ clientId, name, redirectUri, scopes, use, state }: Key) => ({
  client_id: clientId,
  name,
  redirect_uri: redirectUri,
  scopes,
  use,
  active: state === 'active',
});
