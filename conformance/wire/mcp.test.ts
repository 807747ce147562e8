import { expect, test } from 'vitest';
import type { Answer } from '../vocabulary/answer.ts';
import type { Http } from '../vocabulary/http.ts';
import { createMcp } from './mcp.ts';

/** An MCP client whose server answers `tools/list` with these pages, one after the other. */
function listing(page: (asked: number) => object) {
  let asked = 0;
  const send = async () => {
    const result = page(++asked);
    return { status: 200, headers: {}, text: JSON.stringify(result), rpc: () => ({ result }) } as unknown as Answer;
  };
  const mcp = createMcp({ send } as unknown as Http, 'http://gateway.test/mcp', '2026-07-28');
  return { mcp, asked: () => asked };
}

test('all pages of a list are read', async () => {
  const { mcp } = listing((n) => ({ tools: [{ name: `tool${n}` }], ...(n < 3 && { nextCursor: `page ${n}` }) }));
  expect((await mcp.listTools()).map(({ name }) => name)).toEqual(['tool1', 'tool2', 'tool3']);
});

test('a list that leads back to itself is left, and told', async () => {
  const { mcp, asked } = listing(() => ({ tools: [], nextCursor: 'again' }));
  await expect(mcp.listTools()).rejects.toMatchObject({ seen: 'a cursor that leads back' });
  expect(asked()).toBe(2);
});

test('a list without end is left, and told', async () => {
  const { mcp, asked } = listing((n) => ({ tools: [null, { name: 'tool' }], nextCursor: String(n) }));
  await expect(mcp.listTools()).rejects.toMatchObject({ seen: 'one more page after 100' });
  expect(asked()).toBeLessThanOrEqual(100);
});

test('a list of ever larger cursors is left, too', async () => {
  const { mcp, asked } = listing((n) => ({ tools: [], nextCursor: `${n} ${'x'.repeat(100_000)}` }));
  await expect(mcp.listTools()).rejects.toMatchObject({
    seen: expect.stringContaining('one more page after cursors of 5'),
  });
  expect(asked()).toBe(6);
});

test('a long list that comes to an end is taken whole', async () => {
  const tool = { name: 'tool', description: 'x'.repeat(100_000) };
  const { mcp } = listing((n) => ({ tools: [tool], ...(n < 30 ? { nextCursor: String(n) } : {}) }));
  expect((await mcp.listTools()).length).toBeGreaterThan(20);
});

test('a session that does not open for others is opened once more by each, and none is told what others saw', async () => {
  const session = {};
  const asked = { first: 0, second: 0 };
  const client = (who: keyof typeof asked, status: number) => {
    const send = async ({ body }: { body?: string }) => {
      if (body?.includes('"initialize"')) asked[who]++;
      await Promise.resolve();
      if (status === 0) throw new Error(`${who} is cut`);
      return { status, headers: {}, rpc: () => ({ result: { tools: [] } }) } as unknown as Answer;
    };
    return createMcp({ send } as unknown as Http, 'http://gateway.test/mcp', '2025-11-25', 'token', session);
  };
  const first = client('first', 0).request('tools/list');
  const second = client('second', 200).request('tools/list');
  await expect(first).rejects.toThrow('first is cut');
  expect((await second).status).toBe(200);
  expect(asked).toEqual({ first: 1, second: 1 });
});
