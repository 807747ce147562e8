import { UsageError } from '../help/failures.ts';
import { Untestable } from '../vocabulary/expect.ts';
import type { Http } from '../vocabulary/http.ts';
import type { HookAccess, HookIndex, Hooks } from '../vocabulary/test-hooks.ts';

const none: HookIndex = { hooks: [] };

/** Where a hook is asked: at the brokerage where that stands on the same host and has it, else at the gateway. */
function baseOf(hook: string, { url }: HookAccess, { brokerage }: HookIndex): string {
  const own = brokerage?.hooks;
  const isNear = own && URL.canParse(own.url) && new URL(own.url).hostname === new URL(url).hostname;
  return isNear && own.names.includes(hook) ? own.url : url;
}

/** The hooks of a target; with no access every hook is missing, and using one is `Untestable`. */
export function createHooks(http: Http, access: HookAccess | undefined, index: HookIndex = none): Hooks {
  function assertHas(hook: string): HookAccess {
    if (access && index.hooks.includes(hook)) return access;
    throw new Untestable(`needs the test hook “${hook}”, which the target lacks`, 'test hooks');
  }
  async function ask(hook: string, method: string, path: string, json?: unknown, isMomentary = false) {
    const given = assertHas(hook);
    const headers = { authorization: `Bearer ${given.token}` };
    const url = baseOf(hook, given, index) + path;
    const answer = await http.send({ method, url, headers, json, from: 'harness', isMomentary });
    if (answer.status >= 300)
      throw new Untestable(`the test hook ${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`);
    return answer.text ? answer.json() : undefined;
  }
  return {
    index,
    has: (hook) => index.hooks.includes(hook),
    assertHas: (hook) => void assertHas(hook),
    advance: (seconds) => ask('clock', 'POST', '/clock', { advance_seconds: seconds }),
    now: async () => (await ask('clock', 'GET', '/clock')).now,
    reset: () => ask('reset', 'POST', '/reset', {}),
    createUser: (traits) => ask('users', 'POST', '/users', traits),
    createPeople: async (count, key) => (await ask('people', 'POST', '/people', { count, key })).people,
    changeUser: (id, change) => ask('users', 'PATCH', `/users/${encodeURIComponent(id)}`, change),
    createKey: (key) => ask('keys', 'POST', '/keys', key),
    changeKey: (clientId, change) => ask('keys', 'PATCH', `/keys/${encodeURIComponent(clientId)}`, change),
    deleteKey: (clientId) => ask('keys', 'DELETE', `/keys/${encodeURIComponent(clientId)}`),
    orderFault: (fault) => ask('faults', 'POST', '/faults', fault),
    forceMarket: (open) => ask('market', 'POST', '/market', { open }),
    quote: (symbol, quote) => ask('market', 'POST', `/market/symbols/${encodeURIComponent(symbol)}`, { quote }),
    async journal(user, when) {
      const path = `/journal?user=${encodeURIComponent(user)}`;
      return (await ask('journal', 'GET', path, undefined, when === 'as it grows')).entries;
    },
    async closeConnections(user) {
      const path = `/users/${encodeURIComponent(user)}/connections`;
      const all: { id: string }[] = await ask('accounts', 'GET', path);
      for (const { id } of all) await ask('accounts', 'DELETE', `${path}/${encodeURIComponent(id)}`);
    },
    createPlatform: () => ask('platforms', 'POST', '/platforms', {}),
    createPlatformUser: (platform, user) =>
      ask('platforms', 'POST', `/platforms/${encodeURIComponent(platform)}/users`, user),
    changeConnection: (platform, user, connection, change) =>
      ask(
        'platforms',
        'PATCH',
        `/platforms/${[platform, 'users', user, 'connections', connection].map(encodeURIComponent).join('/')}`,
        change,
      ),
    setAccounts: (accounts) => ask('partners', 'POST', '/partners/accounts', { accounts }),
    createPartnerKey: (user, operations) => ask('partners', 'POST', '/partners/keys', { user_id: user, operations }),
    revokePartnerKey: (id) => ask('partners', 'DELETE', `/partners/keys/${encodeURIComponent(id)}`),
    createProvisionedClient: (client) => ask('partners', 'POST', '/partners/clients', client),
    changeOffer: (offer) => ask('partners', 'PATCH', '/partners/offer', offer),
    restoreOffer: () => ask('partners', 'DELETE', '/partners/offer'),
    trustDocuments: (origin, plain = true) => ask('documents', 'POST', '/documents/origins', { origin, plain }),
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
