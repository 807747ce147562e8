import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorizeUrl, callMcp, connect, refresh } from '../../dev/testing/gateway-client.ts';
import { createBrowser } from '../../dev/testing/gateway-stack.ts';
import { hasDatabase } from '../../dev/testing/has-database.ts';
import { oneShare, use } from '../../dev/testing/minting-stack.ts';
import { type Stack, type StackOptions, startStack } from './start-stack.ts';

/** A connection for each request: a server that is started again has the same address. */
const kept = getGlobalDispatcher();
beforeAll(() => setGlobalDispatcher(new Agent({ pipelining: 0 })));
afterAll(() => setGlobalDispatcher(kept));

let folder: string;
let stack: Stack | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbell-stack-'));
});
afterEach(async () => {
  await stack?.close();
  stack = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Omit<StackOptions, 'state'>): Promise<Stack> {
  await stack?.close();
  stack = await startStack({ ...options, state: join(folder, 'state.db') });
  return stack;
}

describe.runIf(hasDatabase)('a stack with a state, started again', () => {
  it('is where it was, and a client that remembers its registration and tokens goes on', async () => {
    const before = await start({ profile: 'dynamic-client' });
    const { clientId, accessToken, refreshToken } = await connect(before as never, { scope: 'mcp:trade' });
    const after = await start({ profile: 'dynamic-client' });
    expect([after.mcpUrl, after.broker.origin]).toEqual([before.mcpUrl, before.broker.origin]);
    expect((await callMcp(after as never, accessToken)).status).toBe(200);
    const { status, body } = await refresh(after as never, clientId, refreshToken);
    expect([status, body.token_type]).toEqual([200, 'Bearer']);
    const { error, result } = await use(after, body.access_token, 'ListAccounts');
    expect(error).toBeUndefined();
    expect(result.accounts).toHaveLength(1);
    // The one that was rotated away stays so, over another start.
    const again = await start({ profile: 'dynamic-client' });
    await refresh(again as never, clientId, body.refresh_token);
    expect((await refresh(again as never, clientId, refreshToken)).body.error).toBe('invalid_grant');
    // And so does what was ended for it.
    const last = await start({ profile: 'dynamic-client' });
    expect((await callMcp(last as never, body.access_token)).status).toBe(401);
  });

  it('knows a key of Client Center, and does not ask again where permission was given', async () => {
    const before = await start({ profile: 'static-client', keys: ['mine'] });
    const browser = createBrowser(before);
    const [clientId] = before.clientIds;
    const scopes = { client_id: clientId };
    const page = await browser.signIn(await browser.go(authorizeUrl(before as never, scopes)));
    expect(page.html).toContain('name="decision"');
    const allowed = await browser.press(page, { name: 'decision', value: 'allow' });
    expect(allowed.html + allowed.url).toMatch(/success|callback/);
    const after = await start({ profile: 'static-client', keys: ['mine'] });
    expect(after.clientIds).toEqual([clientId]);
    // The browser is still signed in at the brokerage, which remembers what was allowed.
    const second = await browser.go(authorizeUrl(after as never, scopes));
    expect(second.html).not.toContain('name="password"');
    expect(second.html).not.toContain('Allow');
  });

  it('has the orders of before, and a confirmation that was pending', async () => {
    const before = await start({ profile: 'minted-token' });
    const token = await mintAt(before);
    const prepare = async (qty: string) => (await use(stack!, token, 'create_order', { ...oneShare, qty })).result;
    const [first, second] = [await prepare('1'), await prepare('2')];
    const { result } = await use(before, token, 'confirm_trade', { confirmation_id: first.confirmation_id });
    const after = await start({ profile: 'minted-token' });
    expect(after.platforms).toEqual(before.platforms);
    const { result: listed } = await use(after, token, 'list_orders');
    expect(listed.orders.map(({ id }: { id: string }) => id)).toEqual([result.order.id]);
    const { result: confirmed } = await use(after, token, 'confirm_trade', { confirmation_id: second.confirmation_id });
    expect(confirmed.order.qty).toBe('2');
    const { result: replayed } = await use(after, token, 'confirm_trade', { confirmation_id: first.confirmation_id });
    expect(replayed).toEqual(result);
  });

  it('is one at a time', async () => {
    await start({ profile: 'dynamic-client' });
    await expect(startStack({ profile: 'dynamic-client', state: join(folder, 'state.db') })).rejects.toThrow('in use');
  });
});

async function mintAt({ gateway, platforms }: Stack): Promise<string> {
  const [platform] = platforms;
  const user = platform!.users[0]!;
  const answer = await fetch(`${gateway.apiOrigin}/auth/tokens/user`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'client-id': platform!.clientId,
      'client-secret': platform!.clientSecret,
      'user-id': user.userId,
      'user-secret': user.userSecret,
    },
    body: JSON.stringify({ scopes: ['read', 'trade'] }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
