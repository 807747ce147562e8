import { twoPeople } from '../../stage/two-people.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteError, rewriteResult } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// Lists of several pages.

interface List {
  method: string;
  member: string;
  first: Answer;
  cursor: string;
}

interface Pages {
  /** `first` is a page that has another one behind it. */
  judge(list: List, mcp: Mcp, world: World): Promise<void>;
}

const LISTS = { 'tools/list': 'tools', 'resources/list': 'resources', 'prompts/list': 'prompts' } as const;

const table: Table<Pages> = {
  async run(world, { judge }) {
    const mcp = world.mcp(await world.borrow());
    const { capabilities } = await world.shared('introduction', async () => {
      const answer = (await mcp.open()) ?? (await mcp.request('server/discover'));
      return answer.rpc()?.result ?? {};
    });
    for (const [method, member] of Object.entries(LISTS)) {
      if (!capabilities?.[member]) continue;
      const first = await mcp.request(method);
      const cursor = first.rpc()?.result?.nextCursor;
      if (typeof cursor === 'string') return judge({ method, member, first, cursor }, mcp, world);
    }
    throw new NotOffered('no list of it has several pages');
  },
};

/** One character of it is another one. */
const changed = (cursor: string): string => {
  const at = Math.floor(cursor.length / 2);
  return `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
};

/** The most pages that are followed. */
const MOST = 100;

const refusals = {
  variations: ['errors-in-other-words', 'bodies-in-gzip'],
  mutants: ['takes-cursors-of-anybody'],
} as const;

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
    id: 'wire/lists-each-thing-once',
    title: 'The pages of a list hold nothing twice, and come to an end',
    clauses: ['mcp/pagination/server-stable-cursors'],
    async judge({ method, member, first, cursor }, mcp) {
      const names = [...(namesIn(first, member) ?? [])];
      let at = first;
      let next: unknown = cursor;
      for (let pages = 1; next !== undefined && pages < MOST; pages++) {
        at = await mcp.request(method, { cursor: next });
        names.push(...(namesIn(at, member) ?? []));
        next = at.rpc()?.result?.nextCursor;
      }
      expect.that(next === undefined, { expected: 'a last page', seen: `one more after ${MOST}`, at });
      const twice = names.filter((name, n) => names.indexOf(name) !== n);
      expect.equal(twice, [], 'what is listed twice', at);
    },
    remedy: 'Begin each page behind the last entry of the one before.',
    mutants: [
      {
        name: 'lists-things-twice',
        needs: ['conversations'],
        rewrites: (() => {
          let first: unknown;
          return rewriteResult(({ resources, ...result }) => {
            if (!resources) return undefined;
            if (!first) [first] = resources;
            return result.nextCursor ? undefined : { ...result, resources: [first, ...resources] };
          });
        })(),
      },
    ],
  },
  {
    id: 'wire/refuses-a-cursor-that-was-changed',
    title: 'A cursor with one other character is the error -32602',
    clauses: ['mcp/pagination/server-invalid-cursor'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    judge: async ({ method, cursor }, mcp) =>
      expect.rpcError(await mcp.request(method, { cursor: changed(cursor) }), -32602),
    remedy: 'Seal or sign cursors, and look whether they are whole.',
    ...refusals,
  },
  {
    id: 'wire/refuses-the-cursor-of-another-list',
    title: 'A cursor of one list is the error -32602 in another',
    clauses: ['mcp/pagination/server-invalid-cursor'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async judge({ method, cursor }, mcp) {
      const another = method === 'tools/list' ? 'prompts/list' : 'tools/list';
      expect.rpcError(await mcp.request(another, { cursor }), -32602);
    },
    remedy: 'Bind a cursor to the list that it is of.',
    ...refusals,
  },
  {
    id: 'wire/refuses-the-cursor-of-another-user',
    title: 'The cursor of one user goes on for no other',
    clauses: ['mcp/security/handle-bound-to-user', 'mcp/pagination/server-invalid-cursor'],
    applies: { needs: ['bearer-tokens'] },
    spends: 'tokens',
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async judge({ method, member }, _mcp, world) {
      if (member !== 'resources') throw new NotOffered('the list of several pages is the same for everybody');
      const [one, other] = await twoPeople(world);
      const cursor = (await world.mcp(one).request(method)).rpc()?.result?.nextCursor;
      if (typeof cursor !== 'string') throw new NotOffered('the list of somebody else has one page');
      const answer = await world.mcp(other).request(method, { cursor });
      const isRefused = answer.rpc()?.error !== undefined || answer.status >= 400;
      expect.that(isRefused, {
        expected: 'the cursor of somebody else to be refused',
        seen: describe(answer),
        at: answer,
      });
    },
    remedy: 'Bind a cursor to the user of the token.',
    ...refusals,
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
