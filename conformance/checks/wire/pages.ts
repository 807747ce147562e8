import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteResult } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';

// Lists of several pages.

interface Pages {
  /** `first` is a page that has another one behind it. */
  judge(list: { method: string; member: string; first: Answer; cursor: string }, mcp: Mcp): Promise<void>;
}

const LISTS = { 'tools/list': 'tools', 'resources/list': 'resources', 'prompts/list': 'prompts' } as const;

const table: Table<Pages> = {
  async run(world, { judge }) {
    const mcp = world.mcp(await world.borrow());
    const { capabilities = {} } = await world.shared('introduction', async () => {
      const answer = (await mcp.open()) ?? (await mcp.request('server/discover'));
      return answer.rpc()?.result ?? {};
    });
    for (const [method, member] of Object.entries(LISTS)) {
      if (!capabilities[member]) continue;
      const first = await mcp.request(method);
      const cursor = first.rpc()?.result?.nextCursor;
      if (typeof cursor === 'string') return judge({ method, member, first, cursor }, mcp);
    }
    throw new NotOffered('no list of it has several pages');
  },
};

const namesIn = (answer: Answer, member: string) =>
  answer.rpc()?.result?.[member]?.map((one: { uri?: string; name: string }) => one.uri ?? one.name);

export default rows(table, [
  {
    id: 'wire/gives-all-pages-one-scope',
    title: 'All pages of a list have the cacheScope of the first',
    clauses: ['mcp-2026-07-28/caching/scope-same-on-pages'],
    applies: { eras: since('2026-07-28') },
    async judge({ method, first, cursor }, mcp) {
      const next = await mcp.request(method, { cursor });
      const scope = (answer: Answer) => answer.rpc()?.result?.cacheScope;
      expect.equal(scope(next), scope(first), 'the cacheScope of the second page', next);
    },
    remedy: 'Decide on cacheScope for a list, and not for a page.',
    variations: ['small-pages', 'answers-in-an-event-stream', 'more-in-results'],
    mutants: [
      {
        name: 'lets-the-second-page-be-shared',
        elsewhere: true,
        rewrites: rewriteResult(
          (result) => result.resources && !result.nextCursor && { ...result, cacheScope: 'public' },
        ),
      },
    ],
  },
  {
    id: 'wire/gives-the-same-page-again',
    title: 'A cursor leads to the same page again',
    clauses: ['mcp/pagination/server-stable-cursors'],
    async judge({ method, member, cursor }, mcp) {
      const once = await mcp.request(method, { cursor });
      const again = await mcp.request(method, { cursor });
      expect.that(namesIn(once, member), { expected: 'a second page', seen: 'none', at: once });
      expect.equal(namesIn(again, member), namesIn(once, member), 'the second page', again);
    },
    remedy: 'Let cursors say where a page begins, and keep nothing of them.',
    variations: ['small-pages', 'answers-in-an-event-stream', 'more-in-results'],
    mutants: [
      {
        name: 'forgets-its-cursors',
        elsewhere: true,
        rewrites: (() => {
          let times = 0;
          return rewriteResult(
            (result) => result.resources && !result.nextCursor && times++ % 2 === 1 && { ...result, resources: [] },
          );
        })(),
      },
    ],
  },
  {
    id: 'wire/refuses-an-unknown-cursor',
    title: 'A cursor that leads nowhere is the error -32602',
    clauses: ['mcp/pagination/server-invalid-cursor'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    judge: async ({ method }, mcp) =>
      expect.rpcError(await mcp.request(method, { cursor: 'openbell-no-such-cursor' }), -32602),
    remedy: 'Answer -32602 to a cursor that you did not give.',
    variations: ['errors-in-other-words', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'takes-any-cursor',
        elsewhere: true,
        rewrites: rewriteError(-32602, ({ id }) => ({
          body: { jsonrpc: '2.0', id, result: { resultType: 'complete', resources: [] } },
        })),
      },
    ],
  },
]);
