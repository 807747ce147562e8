import { Untestable } from '../expect.ts';
import { UsageError } from '../failures.ts';
import type { Http } from '../world/http.ts';

/** Where a target's test hooks are; see `openapi.yaml` beside this file. */
export interface HookAccess {
  url: string;
  token: string;
  /** Somebody said that they are there: then it is an error when they are not. */
  promised?: boolean;
}

/** What a hook server says of itself. */
export interface HookIndex {
  hooks: string[];
  brokerage?: { origin: string; clientCenter: string };
  /** What the gateway promises to be. */
  profile?: string;
}

export interface HookUser {
  id: string;
  email: string;
  password: string;
  accounts: { id: string; account_number: string }[];
}

/** One request that the broker received. */
export interface JournalEntry {
  n: number;
  at: string;
  method: string;
  path: string;
  account?: string;
  user?: string;
  status: number;
}

export interface Hooks {
  index: HookIndex;
  has(hook: string): boolean;
  advance(seconds: number): Promise<void>;
  now(): Promise<string>;
  reset(): Promise<void>;
  createUser(traits: {
    name?: string;
    trading?: boolean;
    plan?: 'elite' | 'free';
    accounts?: number;
  }): Promise<HookUser>;
  changeUser(
    id: string,
    change: { plan?: string; trading?: boolean; addon?: { connected?: boolean; version?: string } },
  ): Promise<void>;
  createKey(key: {
    user: string;
    name: string;
    redirect_uri: string;
    scopes?: string[];
    use?: 'gateway' | 'direct';
  }): Promise<{ client_id: string }>;
  changeKey(clientId: string, change: { active?: boolean; redirect_uri?: string }): Promise<void>;
  deleteKey(clientId: string): Promise<void>;
  journal(user: string): Promise<JournalEntry[]>;
  /** An access token that the gateway's own key has signed, with these claims put over the right ones. */
  mintToken(token: {
    user: string;
    client_id?: string;
    scope?: string;
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
  }): Promise<string>;
}

const none: HookIndex = { hooks: [] };

/** The hooks of a target; with no access every hook is missing, and using one is `Untestable`. */
export function createHooks(http: Http, access: HookAccess | undefined, index: HookIndex = none): Hooks {
  async function ask(hook: string, method: string, path: string, json?: unknown) {
    if (!access || !index.hooks.includes(hook))
      throw new Untestable(`needs the test hook “${hook}”, which the target lacks`);
    const headers = { authorization: `Bearer ${access.token}` };
    const answer = await http.send({ method, url: access.url + path, headers, json, from: 'harness' });
    if (answer.status >= 300)
      throw new Untestable(`the test hook ${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    return answer.text ? answer.json() : undefined;
  }
  return {
    index,
    has: (hook) => index.hooks.includes(hook),
    advance: (seconds) => ask('clock', 'POST', '/clock', { advance_seconds: seconds }),
    now: async () => (await ask('clock', 'GET', '/clock')).now,
    reset: () => ask('reset', 'POST', '/reset', {}),
    createUser: (traits) => ask('users', 'POST', '/users', traits),
    changeUser: (id, change) => ask('users', 'PATCH', `/users/${encodeURIComponent(id)}`, change),
    createKey: (key) => ask('keys', 'POST', '/keys', key),
    changeKey: (clientId, change) => ask('keys', 'PATCH', `/keys/${encodeURIComponent(clientId)}`, change),
    deleteKey: (clientId) => ask('keys', 'DELETE', `/keys/${encodeURIComponent(clientId)}`),
    journal: async (user) => (await ask('journal', 'GET', `/journal?user=${encodeURIComponent(user)}`)).entries,
    mintToken: async ({ header, claims, ...token }) => {
      const over = header ? { ...claims, header } : claims;
      return (await ask('tokens', 'POST', '/tokens', { ...token, claims: over })).access_token;
    },
  };
}

/** Asks a hook server what it has; undefined where there is none, `UsageError` where it refuses the token or was promised. */
export async function findHooks(http: Http, access: HookAccess): Promise<HookIndex | undefined> {
  const headers = { authorization: `Bearer ${access.token}` };
  const answer = await http.send({ url: `${access.url}/`, headers, from: 'harness' }).catch(() => undefined);
  const body = answer?.status === 200 ? (answer.tryJson() as HookIndex | undefined) : undefined;
  if (Array.isArray(body?.hooks)) return body;
  if (answer?.status === 401 || answer?.status === 403)
    throw new UsageError(`the test hooks at ${access.url} refused the token (${answer.status})`);
  if (access.promised)
    throw new UsageError(
      `there are no test hooks at ${access.url}: ${answer ? `it answered ${answer.status}` : 'nothing answers'}`,
    );
  return undefined;
}
