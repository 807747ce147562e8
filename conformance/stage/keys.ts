import { textOf } from '../browsers/html.ts';
import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Keys, NewKey } from '../vocabulary/keys.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import type { BrowserMemory, Page, UserAgent } from '../vocabulary/user-agent.ts';
import type { ClientCenter } from './allowances.ts';
import type { TargetContext } from './target.ts';

/** How many keys a run makes by hand, one after the other: somebody's list of them is not to be filled. */
export const KEYS = 50;

/** Client Center at this address, for a run that may make so many keys there. */
export const clientCenterAt = (url: string, most = KEYS): ClientCenter => ({
  url,
  left: most,
  most,
  made: new Map(),
  browsers: new Map(),
});

/** What the keys of one check are made with. */
interface Around {
  target: TargetContext;
  hooks: Hooks;
  browser(memory: BrowserMemory): UserAgent;
  /** Waits for a limit that this page was refused for so many times; `Untestable` where that takes too long. */
  makeRoom(refusal: Page, times: number, who: string): Promise<void>;
  ledger(action: string): void;
}

/** The keys of one check or journey; `leave` deletes what it made by hand. */
export function createKeys(around: Around): Keys & { leave(): Promise<void> } {
  const { hooks } = around;
  const byHand = keysByHand(around);
  if (!hooks.has('keys')) return byHand;
  return {
    canBeMade: () => true,
    async make({ id, email }, key) {
      return (await hooks.createKey({ user: id ?? email, ...key })).client_id;
    },
    setActive: (clientId, active) => hooks.changeKey(clientId, { active }),
    delete: (clientId) => hooks.deleteKey(clientId),
    wasMade() {},
    wasDeleted() {},
    leave: async () => {},
  };
}

function keysByHand({ target, browser, makeRoom, ledger }: Around): Keys & { leave(): Promise<void> } {
  const { clientCenter: center, users } = target;
  const own: string[] = [];

  /** The page, opened by whose keys these are, in a browser that nobody else uses. */
  async function open(owner: string): Promise<{ page: Page; submit: UserAgent['submit'] }> {
    const user = users.find(({ email }) => email === owner);
    if (!center || !user) {
      const where = '“client_center” in the configuration says where, or the test hook “keys” makes one';
      throw new Untestable(`needs a key that is made for the purpose: ${where}`, 'client center');
    }
    const memory = center.browsers.get(owner) ?? {};
    center.browsers.set(owner, memory);
    const agent = browser(memory);
    const { email, password } = user;
    let page = await agent.open(center.url, { email, password });
    for (let times = 0; page.status === 429; times++) {
      await makeRoom(page, times, email);
      page = await agent.open(center.url, { email, password });
    }
    if (page.status >= 400 || page.kind === 'sign-in')
      throw new Blocked(`Client Center did not open: ${page.status} “${page.title}”`, 'sign-in');
    return { page, submit: agent.submit };
  }

  async function change(clientId: string, action: 'activate' | 'deactivate' | 'delete'): Promise<void> {
    const owner = center?.made.get(clientId);
    // A key that somebody has got already is not ours to change.
    if (!owner) throw new Untestable('needs a key that was made for the purpose', 'client center');
    const { page, submit } = await open(owner);
    const after = await submit(page, { name: 'action', value: action, within: clientId });
    if (after.status >= 400) throw new Blocked(`Client Center answered ${after.status}: “${after.title}”`);
  }

  const keys: ReturnType<typeof keysByHand> = {
    canBeMade: () => center !== undefined && users.length > 0,
    async make({ email }, key, kept) {
      if (center?.left === 0) throw new Untestable(`needs one more key than a run may make (${center.most})`, 'keys');
      const { page, submit } = await open(email);
      const clientId = await generate(page, submit, key);
      if (kept) center!.made.set(clientId, email);
      else keys.wasMade(clientId, email);
      if (kept) counted();
      return clientId;
    },
    setActive: (clientId, active) => change(clientId, active ? 'activate' : 'deactivate'),
    async delete(clientId) {
      await change(clientId, 'delete');
      keys.wasDeleted(clientId);
    },
    wasDeleted(clientId) {
      if (center?.made.delete(clientId)) ledger('key deleted');
    },
    wasMade(clientId, owner) {
      center?.made.set(clientId, owner);
      own.push(clientId);
      counted();
    },
    async leave() {
      for (const clientId of own.splice(0)) await tidyUp(keys, center, clientId, ledger);
    },
  };

  function counted(): void {
    if (center) center.left = Math.max(0, center.left - 1);
    ledger('key made');
  }
  return keys;
}

async function generate(page: Page, submit: UserAgent['submit'], { name, redirect_uri, scopes, use }: NewKey) {
  const press = { name: 'action', value: 'generate' };
  const after = await submit(page, press, { name, redirect_uri, scopes, use });
  const clientId = textOf(after.html, 'data-new-client-id');
  if (clientId) return clientId;
  throw new Blocked(`Client Center made no key: ${after.status} “${after.text.slice(0, 200)}”`);
}

/** Deletes a key that still stands, and tells where that failed. */
async function tidyUp(
  keys: Pick<Keys, 'delete'>,
  center: ClientCenter | undefined,
  clientId: string,
  ledger: (action: string) => void,
): Promise<void> {
  if (!center?.made.has(clientId)) return;
  await keys.delete(clientId).catch(() => {
    center.made.delete(clientId);
    ledger('key not deleted');
  });
}

/** Deletes what a run kept to its end. */
export async function deleteKeys(target: TargetContext, keys: Keys, ledger: (action: string) => void): Promise<void> {
  for (const clientId of [...(target.clientCenter?.made.keys() ?? [])])
    await tidyUp(keys, target.clientCenter, clientId, ledger);
}
