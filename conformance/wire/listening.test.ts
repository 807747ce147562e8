import { expect, test } from 'vitest';
import type { Answer } from '../vocabulary/answer.ts';
import type { Era } from '../vocabulary/era.ts';
import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { openStream } from './listening.ts';

/** What comes of opening a stream at a server that answers so. */
function opening(era: Era, status: number, type: string): Promise<unknown> {
  const answer = {
    status,
    headers: { 'content-type': type } as Record<string, string>,
    text: '{}',
    tryJson: () => ({}),
  } as unknown as Answer;
  const mcp = { open: async () => undefined, draft: () => ({ headers: {}, body: {} }) };
  const http = { open: async () => ({ answer, next: async () => 'ended', close: () => undefined }) };
  const world = { era, mcpUrl: 'http://gateway.example/mcp', mcp: () => mcp, http } as unknown as World;
  return openStream(world, {} as Connection).catch((error: unknown) => error);
}

test.each(['text/event-stream', 'Text/Event-Stream; charset=utf-8'])('%s is a stream', async (type) => {
  expect(await opening('2025-11-25', 200, type)).not.toBeInstanceOf(Error);
});

test('who has nothing to say unasked offers no stream', async () => {
  expect(await opening('2025-11-25', 405, 'application/json')).toBeInstanceOf(Untestable);
});

test('a subscription that is answered in JSON is over', async () => {
  expect(await opening('2026-07-28', 200, 'application/json')).toBeInstanceOf(Untestable);
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
