import { expect, test } from 'vitest';
import type { Answer } from '../vocabulary/answer.ts';
import type { Era } from '../vocabulary/era.ts';
import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { openStream } from './listening.ts';

/** What comes of opening a stream at a server that answers so. */
function opening(era: Era, status: number, type: string, says: readonly string[] = []): Promise<unknown> {
  const answer = {
    status,
    headers: { 'content-type': type } as Record<string, string>,
    text: '{}',
    tryJson: () => ({}),
  } as unknown as Answer;
  const mcp = { open: async () => undefined, draft: () => ({ headers: {}, body: {} }) };
  const said = [...says];
  const http = { open: async () => ({ answer, next: async () => said.shift() ?? 'ended', close: () => undefined }) };
  const world = { era, mcpUrl: 'http://gateway.example/mcp', mcp: () => mcp, http } as unknown as World;
  return openStream(world, {} as Connection).catch((error: unknown) => error);
}

test.each(['text/event-stream', 'Text/Event-Stream; charset=utf-8'])('%s is a stream', async (type) => {
  expect(await opening('2025-11-25', 200, type)).not.toBeInstanceOf(Error);
});

test('who has nothing to say unasked offers no stream', async () => {
  expect(await opening('2025-11-25', 405, 'application/json')).toBeInstanceOf(Untestable);
});

test.each([
  ['a result', ['{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete"}}']],
  ['a refusal, in two parts', ['{"jsonrpc":"2.0","id":1,', '"error":{"code":-32601,"message":"no such method"}}']],
])('a subscription that is answered with %s is over', async (_, says) => {
  expect(await opening('2026-07-28', 200, 'application/json; charset=utf-8', says)).toBeInstanceOf(Untestable);
});

test.each([
  ['text/html', ['<p>Welcome</p>']],
  ['application/json', ['{}']],
  ['application/json', ['{"jsonrpc":"2.0","method":"notifications/message"}']],
  ['application/json', []],
  ['', []],
])('a subscription that gets no answer, with “%s”, is no stream that is over', async (type, says) => {
  expect(await opening('2026-07-28', 200, type, says)).toBeInstanceOf(Blocked);
});

test.each([
  [200, 'application/json'],
  [200, 'text/html'],
  [404, 'application/json'],
])('GET with %i and %s stands under the check of just that', async (status, type) => {
  const blocked = await opening('2025-11-25', status, type);
  expect(blocked).toBeInstanceOf(Blocked);
  expect((blocked as Blocked).by).toBe('wire/opens-a-stream-or-says-405');
});
