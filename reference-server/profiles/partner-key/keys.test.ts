import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../../dev/testing/gateway-client.ts';
import type { Stack } from '../../../dev/testing/gateway-stack.ts';
import { ask, fullKey, hook, partKey, startPartners, use } from '../../../dev/testing/partner-stack.ts';
import { seededUserId } from '../../../mock-broker/users.ts';
import { cryptoRandom } from '../../random.ts';
import { openState } from '../../state/libsql.ts';
import { partnerKeyTools } from './tools.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startPartners({ settings: { keyInAddress: true } });
});
afterEach(() => stack.close());

const args: Record<string, object> = {
  get_trader_stats: { traderId: 'trd_alder' },
  get_asset_stats: { assetId: 'ast_btc' },
};

describe('CE-4: a partner key in the header', () => {
  it('opens what it was made for, and each other tool is refused by name', async () => {
    const listed = (await ask(stack, partKey, 'tools/list')).body.result.tools.map((one: { name: string }) => one.name);
    expect(listed).toEqual(['list_traders', 'list_assets', 'get_trader_stats', 'get_asset_stats']);
    for (const { name, scope } of partnerKeyTools) {
      const { status, headers } = await use(stack, partKey, name, args[name]);
      expect([name, status]).toEqual([name, listed.includes(name) ? 200 : 403]);
      if (status === 403) expect(headers['www-authenticate']).toContain(`error="insufficient_scope"`);
      if (status === 403) expect(headers['www-authenticate']).toContain(scope);
    }
  });

  it('is refused where it is unknown or revoked, and another takes its place', async () => {
    expect((await ask(stack, `${fullKey}x`, 'tools/list')).status).toBe(401);
    expect((await ask(stack, 'pk_', 'tools/list')).status).toBe(401);
    const { body: second } = await hook(stack, 'post', '/keys', { user_id: seededUserId('trader@example.com') });
    expect((await ask(stack, second.key, 'tools/list')).status).toBe(200);
    expect((await hook(stack, 'delete', '/keys/everything')).status).toBe(204);
    const gone = await ask(stack, fullKey, 'tools/list');
    expect([gone.status, gone.headers['www-authenticate']]).toEqual([401, expect.stringContaining('invalid_token')]);
    expect((await ask(stack, second.key, 'tools/list')).status).toBe(200);
  });

  it('is guessed ten times a minute from one address, and not at all by whoever comes from elsewhere', async () => {
    const port = Number(new URL(stack.gateway.origin).port);
    await stack.close();
    stack = await startPartners({ port, publicUrl: `http://127.0.0.1:${port}` });
    const from = (address: string, key: string) => ask(stack, key, 'tools/list').set('X-Forwarded-For', address);
    const { accessToken } = await connect(stack);
    for (let n = 0; n < 10; n++) expect((await from('192.0.2.7', `pk_guess${n}`)).status).toBe(401);
    const slowed = await from('192.0.2.7', fullKey);
    expect([slowed.status, slowed.body.error, slowed.headers['retry-after']]).toEqual([429, 'too_many_attempts', '60']);
    expect((await from('192.0.2.7', accessToken)).status).toBe(200);
    expect((await from('192.0.2.8', fullKey)).status).toBe(200);
    stack.clock.advance(60_000);
    expect((await from('192.0.2.7', fullKey)).status).toBe(200);
  });

  it('is a key of this profile alone', async () => {
    const other = await (await import('../../../dev/testing/gateway-stack.ts')).startStack('dynamic-client', {
      partners: (await import('../../../dev/testing/partner-stack.ts')).partners,
    });
    expect((await ask(other, fullKey, 'tools/list')).status).toBe(401);
    await other.close();
  });

  it('is what it was, revoked or not, after another start on the same file, and cursors go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openbell-'));
    const path = join(folder, 'state');
    try {
      const first = openState(path);
      const before = await startPartners({ state: first, random: cryptoRandom });
      const made = (await hook(before, 'post', '/keys', { user_id: seededUserId('trader@example.com') })).body;
      await hook(before, 'delete', '/keys/everything');
      const { result } = await use(before, made.key, 'list_events', { limit: 1 });
      const { meta } = result;
      await before.close();
      first.close();
      const second = openState(path);
      const after = await startPartners({ state: second, random: cryptoRandom });
      expect((await ask(after, fullKey, 'tools/list')).status).toBe(401);
      const next = await use(after, made.key, 'list_events', { limit: 1, cursor: meta.nextCursor });
      expect([next.status, next.error]).toEqual([200, undefined]);
      expect(next.result.results[0].id).not.toBe(result.results[0].id);
      await after.close();
      second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('ends the streams that it opened when it is revoked', async () => {
    const headers = { authorization: `Bearer ${fullKey}`, accept: 'text/event-stream, application/json' };
    const opened = await fetch(stack.gateway.mcpUrl, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
      }),
    });
    const session = { ...headers, 'mcp-session-id': opened.headers.get('mcp-session-id')! };
    const stream = await fetch(stack.gateway.mcpUrl, { headers: session });
    expect(stream.status).toBe(200);
    const end = stream.text();
    await hook(stack, 'delete', '/keys/everything');
    expect(typeof (await end)).toBe('string');
    expect((await fetch(stack.gateway.mcpUrl, { headers: session })).status).toBe(401);
  });

  it('is kept as a hash alone', async () => {
    const { createMemoryState } = await import('../../state/memory.ts');
    const state = createMemoryState();
    const kept = await startPartners({ state });
    expect((await ask(kept, fullKey, 'tools/list')).status).toBe(200);
    expect(JSON.stringify([...state.shelf('partner-keys').entries()])).not.toContain(fullKey);
    await kept.close();
  });
});

describe('CE-4: a partner key in the address', () => {
  const inAddress = (key: string) => ({ query: `?api_key=${key}` });

  it('counts where it is switched on, and nowhere else', async () => {
    expect((await ask(stack, undefined, 'tools/list', inAddress(fullKey))).status).toBe(200);
    const off = await startPartners();
    expect((await ask(off, undefined, 'tools/list', inAddress(fullKey))).status).toBe(401);
    await off.close();
  });

  it('is one, and an empty one is none', async () => {
    const two = `${inAddress(fullKey).query}&api_key=${partKey}`;
    expect((await ask(stack, undefined, 'tools/list', { query: two })).status).toBe(400);
    expect((await ask(stack, undefined, 'tools/list', inAddress(''))).status).toBe(401);
    expect((await ask(stack, fullKey, 'tools/list', inAddress(''))).status).toBe(200);
  });

  it('does not stand against a header: the same is welcome, another is 400', async () => {
    expect((await ask(stack, fullKey, 'tools/list', inAddress(fullKey))).status).toBe(200);
    const two = await ask(stack, fullKey, 'tools/list', inAddress(partKey));
    expect([two.status, two.body.error]).toEqual([400, 'invalid_request']);
    expect((await ask(stack, 'wrong', 'tools/list', inAddress(fullKey))).status).toBe(400);
  });

  it('is never an OAuth token', async () => {
    const { accessToken } = await connect(stack);
    expect((await ask(stack, accessToken, 'tools/list')).status).toBe(200);
    expect((await ask(stack, undefined, 'tools/list', inAddress(accessToken))).status).toBe(401);
  });

  it('comes back in no answer, no header and no cursor, and pages send no Referer', async () => {
    const answers = [
      await ask(stack, undefined, 'tools/call', {
        ...inAddress(fullKey),
        params: { name: 'list_events', arguments: { limit: 1 } },
      }),
      await ask(stack, undefined, 'tools/list', inAddress(`${fullKey}x`)),
      await ask(stack, partKey, 'tools/list', inAddress(fullKey)),
      await supertest(stack.gateway.origin).get(`/mcp?api_key=${fullKey}`).set('Accept', 'text/html'),
      await supertest(stack.gateway.origin).get(`/mcp/?api_key=${fullKey}`),
    ];
    for (const { text, headers } of answers) {
      expect(`${text}${JSON.stringify(headers)}`).not.toContain(fullKey);
    }
    const cursor = answers[0]!.body.result.structuredContent.meta.nextCursor;
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain(fullKey);
    expect(answers[3]!.headers['referrer-policy']).toBe('no-referrer');
  });

  it('is written to no log', async () => {
    const written: string[] = [];
    const note = (...parts: unknown[]) => written.push(parts.map(String).join(' ')) > 0;
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation(note);
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(note);
    try {
      await ask(stack, undefined, 'tools/list', inAddress(fullKey));
      await ask(stack, undefined, 'nonsense', inAddress(fullKey));
    } finally {
      vi.restoreAllMocks();
    }
    expect(written.join('')).not.toContain(fullKey);
  });
});
