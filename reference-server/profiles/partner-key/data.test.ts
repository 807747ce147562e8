import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../dev/testing/gateway-client.ts';
import type { Stack } from '../../../dev/testing/gateway-stack.ts';
import { ask, fullKey, startPartners, use } from '../../../dev/testing/partner-stack.ts';
import { partnerKey } from './index.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startPartners();
});
afterEach(() => stack.close());

const args: Record<string, object> = {
  get_trader_stats: { traderId: 'trd_alder' },
  get_asset_stats: { assetId: 'ast_btc' },
};

it('five scopes open eight tools, each its own and no other, and all only read', async () => {
  for (const { name: held } of partnerKey.scopes) {
    // The burst of calls fills up again.
    stack.clock.advance(60_000);
    const { accessToken } = await connect(stack, { scope: held });
    const { body } = await ask(stack, accessToken, 'tools/list');
    const own = partnerKey.tools.filter(({ scope }) => scope === held).map(({ name }) => name);
    expect(body.result.tools.map((one: { name: string }) => one.name)).toEqual(own);
    for (const { name } of partnerKey.tools) {
      const { status } = await use(stack, accessToken, name, args[name]);
      expect([held, name, status]).toEqual([held, name, own.includes(name) ? 200 : 403]);
    }
  }
  expect(partnerKey.tools.every(({ annotations }) => annotations.readOnlyHint)).toBe(true);
  expect([partnerKey.scopes.length, partnerKey.tools.length]).toEqual([5, 8]);
}, 30_000);

describe('CE-6: what has to be known first', () => {
  it.each([
    ['get_trader_stats', { traderId: 'nobody' }, 'unknown_trader', 'list_traders'],
    ['get_asset_stats', { assetId: 'nothing' }, 'unknown_asset', 'list_assets'],
    ['list_events', { traderId: 'nobody' }, 'unknown_trader', 'list_traders'],
    ['list_open_positions', { assetId: 'nothing' }, 'unknown_asset', 'list_assets'],
  ])('%s with an id that is unknown names the list to ask', async (name, given, code, list) => {
    const { error } = await use(stack, fullKey, name, given);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(list)]);
  });
});

describe('a cursor', () => {
  it('leads through a list once, to its end', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 10; pages++) {
      const { result } = await use(stack, fullKey, 'list_open_positions', { limit: 15, ...(cursor && { cursor }) });
      seen.push(...result.results.map((one: { id: string }) => one.id));
      cursor = result.meta.nextCursor ?? undefined;
      if (!result.meta.hasMore) break;
    }
    expect([seen.length, new Set(seen).size]).toEqual([40, 40]);
  });

  it('is refused to another user, for other filters, in another list, changed, or made up', async () => {
    const { result } = await use(stack, fullKey, 'list_events', { limit: 1 });
    const cursor: string = result.meta.nextCursor;
    const own = await connect(stack);
    const other = await connect(stack, { email: 'twin@example.com' });
    const code = async (token: string, name: string, given: object) =>
      (await use(stack, token, name, given)).error?.code;
    // The same person by another way in goes on.
    expect(await code(own.accessToken, 'list_events', { cursor })).toBeUndefined();
    expect(await code(other.accessToken, 'list_events', { cursor })).toBe('invalid_cursor');
    expect(await code(fullKey, 'list_events', { cursor, traderId: 'trd_alder' })).toBe('invalid_cursor');
    expect(await code(fullKey, 'list_messages', { cursor })).toBe('invalid_cursor');
    for (let at = 0; at < cursor.length; at++) {
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
      if (at % 9 === 0) expect(await code(fullKey, 'list_events', { cursor: changed })).toBe('invalid_cursor');
    }
    for (const made of ['', '1', `${cursor}=`, cursor.slice(0, -4), 'A'.repeat(cursor.length)]) {
      expect(await code(fullKey, 'list_events', { cursor: made })).toBe('invalid_cursor');
    }
  });
});

it('a page has a hundred rows at most, and a range is clamped and echoed', async () => {
  expect((await use(stack, fullKey, 'list_events', { limit: 101 })).error.code).toBe('invalid_arguments');
  expect((await use(stack, fullKey, 'list_events', { limit: 100 })).result.results).toHaveLength(100);
  const given = { startTime: '2001-01-01T00:00:00Z', endTime: '2101-01-01T00:00:00Z' };
  const { result } = await use(stack, fullKey, 'list_messages', given);
  const now = stack.clock.now();
  expect(result.meta.appliedTimeRange).toEqual({
    startTime: new Date(now - 90 * 86_400_000).toISOString(),
    endTime: new Date(now).toISOString(),
  });
  const backwards = { startTime: '2026-11-10T00:00:00Z', endTime: '2026-11-09T00:00:00Z' };
  expect((await use(stack, fullKey, 'list_messages', backwards)).error.code).toBe('invalid_time_range');
});

it('what third parties write stays the text of a row, marked, whatever it says', async () => {
  const { result, text, body } = await use(stack, fullKey, 'list_messages', { limit: 10 });
  expect(JSON.parse(text)).toEqual(result);
  const hostile = result.results.find((one: { text: string }) => one.text.includes('IGNORE ALL'));
  expect(hostile).toMatchObject({ untrusted: true, trader: { id: expect.any(String) } });
  expect(result.results.every((one: { untrusted: boolean }) => one.untrusted)).toBe(true);
  expect(body.result.content).toHaveLength(1);
  // Nowhere but in the rows: not in what a model is told of tools, and not raw in the text.
  const { body: listed } = await ask(stack, fullKey, 'tools/list');
  expect(JSON.stringify(listed)).not.toContain('IGNORE ALL');
  expect(text).not.toContain('. "}]}');
});

describe('resources', () => {
  const read = (uri: string) => ask(stack, fullKey, 'resources/read', { params: { uri } });

  it('are two, and say the time of the server at each read and what this caller has', async () => {
    const { body } = await ask(stack, fullKey, 'resources/list');
    expect(body.result.resources.map((one: { uri: string }) => one.uri)).toEqual([
      'centaur://partners-api/filter-guide',
      'centaur://partners-api/capabilities',
    ]);
    const guide = async () => (await read('centaur://partners-api/filter-guide')).body.result.contents[0].text;
    expect(await guide()).toContain(new Date(stack.clock.now()).toISOString());
    stack.clock.advance(61_000);
    expect(await guide()).toContain(new Date(stack.clock.now()).toISOString());
    const { text } = (await read('centaur://partners-api/capabilities')).body.result.contents[0];
    expect(JSON.parse(text).tools).toHaveLength(8);
  });

  it('that are unknown are -32602, and none is read without a token', async () => {
    const { body } = await read('centaur://partners-api/nothing');
    expect(body.error.code).toBe(-32602);
    const params = { uri: 'centaur://partners-api/capabilities' };
    expect((await ask(stack, undefined, 'resources/read', { params })).status).toBe(401);
  });

  it('are read in a session as well, where one that is unknown is -32002', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${fullKey}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), { requestInit }));
    const uri = 'centaur://partners-api/capabilities';
    expect((await client.readResource({ uri })).contents).toMatchObject([{ uri, mimeType: 'application/json' }]);
    await expect(client.readResource({ uri: 'centaur://partners-api/nothing' })).rejects.toMatchObject({
      code: -32_002,
    });
    await client.close();
  });
});
