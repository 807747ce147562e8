import { cachingHints } from '../../observers/messages.ts';
import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/keeps-lists-out-of-shared-caches',
  title: 'Lists carry caching hints, and one that depends on the token is private',
  clauses: [
    'mcp-2026-07-28/caching/hints-present',
    'mcp-2026-07-28/caching/ttl-non-negative',
    'mcp-2026-07-28/caching/public-scope-truthful',
  ],
  applies: { eras: since('2026-07-28') },
  observes: cachingHints,
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    for (const method of ['server/discover', 'tools/list']) {
      const answer = await mcp.request(method);
      const { ttlMs, cacheScope } = answer.rpc()?.result ?? {};
      const hinted = Number.isInteger(ttlMs) && ttlMs >= 0 && ['public', 'private'].includes(cacheScope);
      const seen = `ttlMs ${ttlMs}, cacheScope ${cacheScope}`;
      expect.that(hinted, { expected: `a ttlMs and a cacheScope for ${method}`, seen, at: answer });
      if (method !== 'tools/list') continue;
      if (cacheScope === 'private') continue;
      const lists = [await mcp.listTools(), await world.mcp(await world.borrow('trade')).listTools()];
      const [one, other] = lists.map((tools) => JSON.stringify(tools));
      expect.that(one === other, { expected: 'a private list: it depends on the token', seen, at: answer });
    }
  },
  remedy: 'Send ttlMs and cacheScope with lists; what differs from token to token is "private".',
  variations: [
    'small-pages',
    'no-store-among-other-words',
    'tools-in-another-order',
    'answers-in-an-event-stream',
    'more-in-results',
    'bodies-in-gzip',
  ],
  mutants: [
    {
      name: 'lets-lists-live-for-less-than-nothing',
      rewrites: rewriteResult(({ ttlMs, ...rest }) => (ttlMs === undefined ? undefined : { ...rest, ttlMs: -1 })),
    },
    { name: 'lets-everybody-share-a-list', replaces: { cacheScopeIsPrivate: () => 'public' } },
    {
      name: 'gives-no-caching-hints',
      rewrites: rewriteResult(({ ttlMs, ...rest }) => (ttlMs === undefined ? undefined : rest)),
    },
  ],
});
