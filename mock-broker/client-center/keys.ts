import { namedUuid } from '../ids.ts';
import { endGrantsOf } from '../oauth/grants.ts';
import { allScopes } from '../oauth/scopes.ts';
import type { Key, OAuthState } from '../oauth/state.ts';
import { tellOfClosedKey } from '../oauth/tell-partners.ts';
import { redirectUriProblem } from './redirect-uri.ts';

const mostKeys = 200;

/** Controls, what reorders or breaks text, what has no shape, halves of characters, and letters that look like blanks. */
const hidesOrReorders = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;

/** What a user fills in to generate a key. */
export interface KeyDraft {
  name: string;
  redirectUri: string;
  scopes: string[];
  use: string;
}

/** Why a draft cannot be saved: the form field it is about, and one sentence. */
export interface KeyProblem {
  field: 'name' | 'redirect_uri' | 'scopes' | 'use';
  problem: string;
}

/** The first thing wrong with a name or a redirect URI. */
function detailsProblem({ name, redirectUri }: Pick<KeyDraft, 'name' | 'redirectUri'>): KeyProblem | undefined {
  if (name.trim() === '') return { field: 'name', problem: 'The client name is missing: for instance Claude MCP.' };
  if (name.length > 80) return { field: 'name', problem: 'The client name is longer than 80 characters.' };
  if (hidesOrReorders.test(name)) {
    const problem = 'The client name holds a character that hides or reorders text. Joined emoji hold one, too.';
    return { field: 'name', problem };
  }
  const problem = redirectUriProblem(redirectUri);
  return problem === undefined ? undefined : { field: 'redirect_uri', problem };
}

function draftProblem(draft: KeyDraft): KeyProblem | undefined {
  const wrong = detailsProblem(draft);
  if (wrong) return wrong;
  if (draft.scopes.length === 0) return { field: 'scopes', problem: 'Choose at least one scope.' };
  const unknown = draft.scopes.find((scope) => !allScopes.includes(scope));
  if (unknown !== undefined) return { field: 'scopes', problem: `There is no scope named ${unknown.slice(0, 60)}.` };
  if (draft.use === 'gateway' || draft.use === 'direct') return undefined;
  return { field: 'use', problem: 'Choose how the key is used: gateway or direct.' };
}

/** Makes a key (AR-1), or says what is wrong with the draft. */
export function generateKey(oauth: OAuthState, owner: string, draft: KeyDraft): Key | KeyProblem {
  const problem = draftProblem(draft);
  if (problem) return problem;
  if (keysOf(oauth, owner).length >= mostKeys) {
    return {
      field: 'name',
      problem: `You have ${mostKeys} keys, which is the most: delete one that you no longer use.`,
    };
  }
  const { redirectUri, scopes, use } = draft;
  const clientId = oauth.context.random.uuid();
  const name = draft.name.trim();
  const key: Key = { clientId, owner, name, redirectUri, scopes, use: use as Key['use'], state: 'active' };
  oauth.keys.set(clientId, key);
  return key;
}

/** A key for the gateway that a seeded user has from the start, with every scope; its Client ID is the same each time. */
export function seedKey(
  oauth: OAuthState,
  email: string,
  { name, redirectUri }: Pick<KeyDraft, 'name' | 'redirectUri'>,
) {
  const owner = oauth.context.users.byEmail(email)!.id;
  const clientId = namedUuid(`key:${email}:${name}`);
  // One that outlived the last process may have been changed by its owner.
  if (oauth.keys.has(clientId)) return clientId;
  const scopes = [...allScopes];
  oauth.keys.set(clientId, { clientId, owner, name, redirectUri, scopes, use: 'gateway', state: 'active' });
  return clientId;
}

/** Changes what a key says, or says what is wrong. Its scopes stay where none are given. */
export async function mendKey(
  oauth: OAuthState,
  key: Key,
  { name, redirectUri, scopes }: Pick<KeyDraft, 'name' | 'redirectUri' | 'scopes'>,
): Promise<KeyProblem | undefined> {
  const wanted = scopes.length > 0 ? scopes : key.scopes;
  const problem = draftProblem({ name, redirectUri, scopes: wanted, use: key.use });
  if (problem) return problem;
  // A wider key asks its user again; a narrower one must not live on in what was connected before.
  if (key.scopes.some((scope) => !wanted.includes(scope))) await endConnections(oauth, key);
  Object.assign(key, { name: name.trim(), redirectUri, scopes: [...wanted] });
  return undefined;
}

/** Activates, deactivates or deletes a key. Closing it ends its connections at once and for good, everywhere (AR-14). */
export async function setKeyState(oauth: OAuthState, key: Key, state: Key['state']): Promise<void> {
  if (key.state === 'deleted') return;
  key.state = state;
  if (!oauth.context.behaviours.brokerClosedKeyEndsItsGrants(state)) return;
  await endConnections(oauth, key);
}

async function endConnections(oauth: OAuthState, key: Key): Promise<void> {
  endGrantsOf(oauth, key.clientId);
  await tellOfClosedKey(oauth, key);
}

/** The keys that a user has and has not deleted, oldest first. */
export const keysOf = (oauth: OAuthState, userId: string): Key[] =>
  [...oauth.keys.values()].filter(
    (key) => key.state !== 'deleted' && oauth.context.behaviours.brokerKeyBelongsToUser(key.owner, userId),
  );
