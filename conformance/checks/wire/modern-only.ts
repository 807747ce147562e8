import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { createMcp } from '../../wire/mcp.ts';
import { rows } from './area.ts';

// What a server that has given up the older revisions says to who still speaks them.

const table: Table<{ judge(refused: Answer, world: World, token: string): void | Promise<void> }> = {
  per: 'url',
  applies: { eras: since('2026-07-28') },
  async run(world, { judge }) {
    const { accessToken } = await world.borrow();
    const refused = await createMcp(world.http, world.mcpUrl, '2025-11-25', accessToken).open();
    if (!refused || refused.rpc()?.result) throw new NotOffered('it speaks older revisions, too');
    await judge(refused, world, accessToken);
  },
};

const ofInitialize = (answer: { body?: unknown }): boolean =>
  /"protocolVersion":"2025/.test(JSON.stringify(answer.body) ?? '');
/** A sin of a server that speaks 2026-07-28 alone: it answers initialize with this, and GET and DELETE with that status. */
const modern = (message: string, status: number) =>
  rewriteAnswer({ path: '/mcp' }, (answer) => {
    if (answer.method !== 'POST') return { status, body: '' };
    const error = { code: -32022, message };
    return ofInitialize(answer) ? { status: 400, body: { jsonrpc: '2.0', id: 1, error } } : undefined;
  });

export default rows(table, [
  {
    id: 'wire/names-its-versions-to-older-clients',
    title: 'A server of 2026-07-28 alone says so in the error with which it refuses initialize',
    clauses: ['mcp-2026-07-28/versioning/server-names-versions-on-initialize'],
    judge: (refused, { era }) =>
      expect.that(refused.words().includes(era), {
        expected: `${era} in the error`,
        seen: describe(refused),
        at: refused,
      }),
    remedy: 'Answer initialize with -32022 and data.supported: people then read why their client does not work.',
    variations: ['one-revision-alone'],
    mutants: [{ name: 'refuses-older-clients-without-a-word', rewrites: modern('no', 405) }],
  },
  {
    id: 'wire/answers-older-transports-with-405',
    title: 'A server of 2026-07-28 alone answers GET and DELETE with 405',
    clauses: ['mcp-2026-07-28/transport/server-405-get-delete'],
    async judge(_refused, world, token) {
      for (const method of ['GET', 'DELETE']) {
        const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
        expect.status(await world.http.send({ method, url: world.mcpUrl, headers }), 405);
      }
    },
    remedy: 'Answer 405 with Allow: POST, by which older clients know that there is no stream and no session.',
    variations: ['one-revision-alone'],
    mutants: [{ name: 'finds-nothing-at-older-transports', rewrites: modern('Speak 2026-07-28.', 404) }],
  },
]);
