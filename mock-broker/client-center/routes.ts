import type { Request, Response } from 'express';
import { readParameters } from '../oauth/form.ts';
import { visitor } from '../oauth/sessions.ts';
import type { Key, OAuthState } from '../oauth/state.ts';
import { type ClientCenterView, clientCenterPage } from '../pages/client-center-page.ts';
import { sendPage } from '../pages/page.ts';
import { signInPage } from '../pages/sign-in-pages.ts';
import type { User } from '../users.ts';
import { generateKey, type KeyDraft, keysOf, mendKey, setKeyState } from './keys.ts';
import { redirectUriWarning } from './redirect-uri.ts';

const emptyDraft: KeyDraft = { name: '', redirectUri: '', scopes: [], use: 'gateway' };

type Extra = Partial<Pick<ClientCenterView, 'draft' | 'problem' | 'done'>>;

/** `GET /client-center`: the user's keys, and a form for a new one. */
export async function showClientCenter(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const { user, csrf } = visitor(oauth, req, res);
  if (!user) return sendPage(res, signInPage({ csrf, returnTo: '/client-center' }));
  const { generated, saved } = readParameters(req.query).values;
  const key = keysOf(oauth, user.id).find(({ clientId }) => clientId === (generated ?? saved));
  const done = key && { clientId: key.clientId, what: generated ? ('generated' as const) : ('saved' as const) };
  await render(oauth, res, user, csrf, { done });
}

/** `POST /client-center`: one of the five actions, then back to the list so that a reload repeats nothing. */
export async function answerClientCenter(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const { user, csrf } = visitor(oauth, req, res);
  if (!user) return res.redirect(303, '/client-center');
  const { action, client_id, ...values } = readParameters(req.body).values;
  if (action === 'generate') {
    const draft = readDraft(req, values);
    const made = generateKey(oauth, user.id, draft);
    if ('problem' in made) return render(oauth, res, user, csrf, { draft, problem: made });
    return res.redirect(303, `/client-center?generated=${made.clientId}`);
  }
  const key = keysOf(oauth, user.id).find(({ clientId }) => clientId === client_id);
  if (!key) {
    const problem = {
      field: 'key' as const,
      problem: 'You have no key with this Client ID. It may have been deleted.',
    };
    return render(oauth, res, user, csrf, { problem });
  }
  const problem = await change(oauth, key, action, readDraft(req, values));
  if (problem) return render(oauth, res, user, csrf, { problem: { ...problem, clientId: key.clientId } });
  res.redirect(303, key.state === 'deleted' ? '/client-center' : `/client-center?saved=${key.clientId}`);
}

async function change(oauth: OAuthState, key: Key, action: string | undefined, draft: KeyDraft) {
  const states = { activate: 'active', deactivate: 'deactivated', delete: 'deleted' } as const;
  const state = action && Object.hasOwn(states, action) ? states[action as keyof typeof states] : undefined;
  if (state) {
    await setKeyState(oauth, key, state);
    return undefined;
  }
  if (action !== 'mend') return { field: 'key' as const, problem: 'There is no such action on a key.' };
  return mendKey(oauth, key, draft);
}

function readDraft(req: Request, values: Readonly<Record<string, string>>): KeyDraft {
  const given = (req.body as { scopes?: unknown }).scopes;
  const scopes = [given ?? []].flat().filter((scope) => typeof scope === 'string');
  const { name = '', redirect_uri = '', use = 'gateway' } = values;
  return { name, redirectUri: redirect_uri.trim(), scopes: [...new Set(scopes)], use };
}

async function render(oauth: OAuthState, res: Response, user: User, csrf: string, extra: Extra): Promise<void> {
  const partners = [...oauth.context.partners.values()];
  const keys = keysOf(oauth, user.id).map((key) => ({
    ...key,
    warning: redirectUriWarning(key.redirectUri, key.use, partners),
  }));
  const draft = { ...emptyDraft, ...extra.draft };
  await sendPage(res, clientCenterPage({ user, csrf, keys, ...extra, draft }), extra.problem ? 422 : 200);
}
