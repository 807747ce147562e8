import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'parse5';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Configured,
  NotAServer,
  pasted,
  readAs,
  shellWords,
  tomlTables,
} from '../../dev/testing/client-configs.ts';
import type { Stack } from '../../dev/testing/gateway-stack.ts';
import { mint, startMinting } from '../../dev/testing/minting-stack.ts';
import { type Started, start } from '../../dev/testing/started-client.ts';
import { CLIENT_FORMS, TOKEN_PLACEHOLDER } from './client-forms.ts';

let stack: Stack;
let home: string;
const started: Started[] = [];
beforeEach(async () => {
  stack = await startMinting();
  home = mkdtempSync(join(tmpdir(), 'openbell-clients-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(({ client }) => client.close()));
  await stack.close();
  rmSync(home, { recursive: true, force: true });
});

const connect = async (configured: Configured) => {
  const one = await start(configured, home);
  started.push(one);
  return one.client;
};
const accountsOf = async (configured: Configured) => {
  const client = await connect(configured);
  const { structuredContent } = await client.callTool({ name: 'list_accounts', arguments: {} });
  return (structuredContent as { accounts: unknown[] }).accounts;
};
const idsOfHttp = CLIENT_FORMS.map(({ id }) => id).filter((id) => id !== 'codex');

/** What the page shows, with the markup gone. */
async function shownOnThePage(): Promise<Map<string, string>> {
  type Node = { tagName?: string; value?: string; attrs?: { name: string; value: string }[]; childNodes?: Node[] };
  const all = (node: Node): Node[] => [node, ...(node.childNodes ?? []).flatMap(all)];
  const page = parse(await (await fetch(`${stack.gateway.origin}/`)).text()) as Node;
  const client = (node: Node) => node.attrs?.find(({ name }) => name === 'data-client')?.value;
  const forms = all(page).filter((node) => client(node) !== undefined);
  return new Map(
    forms.map((node) => [
      client(node)!,
      all(node)
        .map(({ value }) => value ?? '')
        .join(''),
    ]),
  );
}

describe('what the quick reference shows', () => {
  it.each(CLIENT_FORMS.map(({ id }) => id))('connects %s, once the token is put in', async (id) => {
    const shown = (await shownOnThePage()).get(id)!;
    expect(shown).toContain(TOKEN_PLACEHOLDER);
    const configured = readAs(id, shown.replace(TOKEN_PLACEHOLDER, await mint(stack)));
    expect(await accountsOf(configured)).toHaveLength(1);
  });

  it('says what it came from', () => {
    for (const { evidence } of CLIENT_FORMS) expect(evidence).toMatch(/\w+\.\w+\//);
  });
});

describe('usual mistakes', () => {
  it('Windsurf with url: it finds no address, and nobody is asked', async () => {
    const text = pasted('cursor', stack.gateway.mcpUrl, await mint(stack));
    expect(() => readAs('windsurf', text)).toThrow(new NotAServer('serverUrl is missing'));
  });

  it('VS Code with mcpServers: it finds no server; without a type, none that speaks HTTP', async () => {
    const token = await mint(stack);
    expect(() => readAs('vs-code', pasted('cursor', stack.gateway.mcpUrl, token))).toThrow(NotAServer);
    const typeless = pasted('cursor', stack.gateway.mcpUrl, token).replace('mcpServers', 'servers');
    expect(() => readAs('vs-code', typeless)).toThrow(new NotAServer('the type is not http'));
  });

  it.each(idsOfHttp)('%s with the placeholder left in: 401, which says how to mint', async (id) => {
    await expect(connect(readAs(id, pasted(id, stack.gateway.mcpUrl, TOKEN_PLACEHOLDER)))).rejects.toThrow();
    const { status, message } = await refusalOf(readAs(id, pasted(id, stack.gateway.mcpUrl, TOKEN_PLACEHOLDER)));
    expect({ status, message }).toEqual({ status: 401, message: expect.stringContaining(mintCall()) });
  });

  it.each(idsOfHttp)('%s without the word Bearer: 401, which has the word', async (id) => {
    const text = pasted(id, stack.gateway.mcpUrl, await mint(stack)).replace('Bearer ', '');
    const { status, message } = await refusalOf(readAs(id, text));
    expect(status).toBe(401);
    expect(message).toContain('Authorization: Bearer');
    expect(message).toContain(mintCall());
  });

  it.each(idsOfHttp)('%s with a token that was broken over two lines: it never leaves the machine', async (id) => {
    const token = await mint(stack);
    const broken = `${token.slice(0, 40)}\n${token.slice(40)}`;
    await expect(connect(readAs(id, pasted(id, stack.gateway.mcpUrl, broken)))).rejects.toThrow(/header/i);
  });

  it('Codex with a newline typed into the string: not TOML', async () => {
    const text = pasted('codex', stack.gateway.mcpUrl, await mint(stack)).replace('Bearer ', 'Bearer\n');
    expect(() => readAs('codex', text)).toThrow(NotAServer);
  });

  it.each(idsOfHttp)('%s with a newline after the token: it is no part of a header, and works', async (id) => {
    const text = pasted(id, stack.gateway.mcpUrl, `${await mint(stack)}\n`);
    expect(await accountsOf(readAs(id, text))).toHaveLength(1);
  });
});

describe('an hour later', () => {
  it.each(idsOfHttp)('%s is told to mint, and works again with the new header', async (id) => {
    const first = readAs(id, pasted(id, stack.gateway.mcpUrl, await mint(stack)));
    const client = await connect(first);
    stack.clock.advance(3_600_000);
    await expect(client.callTool({ name: 'list_accounts', arguments: {} })).rejects.toThrow();
    const { status, message } = await refusalOf(first);
    expect(status).toBe(401);
    expect(message).toContain(`Mint a new one with ${mintCall()} and put it into the Authorization header.`);
    const second = readAs(id, pasted(id, stack.gateway.mcpUrl, await mint(stack)));
    expect(await accountsOf(second)).toHaveLength(1);
  });

  it.each(['an old token', TOKEN_PLACEHOLDER])(
    'the bridge of Codex does not start with %s, says how to mint, and starts with the new header',
    async (what) => {
      const token = what === TOKEN_PLACEHOLDER ? what : await mint(stack);
      stack.clock.advance(3_600_000);
      const first = readAs('codex', pasted('codex', stack.gateway.mcpUrl, token));
      await expect(connect(first)).rejects.toThrow(mintCall());
      const again = pasted('codex', stack.gateway.mcpUrl, await mint(stack));
      expect(await accountsOf(readAs('codex', again))).toHaveLength(1);
    },
  );
});

describe('the readers', () => {
  it('split words as a shell does', () => {
    expect(shellWords(`claude  --header "A: B c"'d' e\\ f ""`)).toEqual(['claude', '--header', 'A: B cd', 'e f', '']);
    expect(() => shellWords('claude "open')).toThrow(NotAServer);
  });

  it('read TOML, and nothing that is none', () => {
    expect(tomlTables('[a.b]\nc = "d \\"e\\""\nf = ["g", "h"]')['a.b']).toEqual({ c: 'd "e"', f: ['g', 'h'] });
    for (const wrong of ['[a', 'a = b', 'a = "b', '[a]\n[a]', "{'a': 1}"]) {
      expect(() => tomlTables(wrong), wrong).toThrow(NotAServer);
    }
  });
});

const mintCall = () => `POST ${stack.gateway.apiOrigin}/auth/tokens/user`;

/** What the gateway says to a request with these headers, which clients show or log. */
async function refusalOf(configured: Configured): Promise<{ status: number; message: string }> {
  if (!('url' in configured)) throw new Error('not over HTTP');
  const answer = await fetch(configured.url, {
    method: 'POST',
    headers: {
      ...configured.headers,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  });
  return { status: answer.status, message: await answer.text() };
}
