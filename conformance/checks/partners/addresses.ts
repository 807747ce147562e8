import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { PART } from './presented-keys.ts';

/** What follows from a key that stands in the address, where keys are taken from there. */
interface InAddress {
  judge(world: World, key: string): Promise<void>;
}

const inAddress: Table<InAddress> = {
  dependsOn: ['partners/takes-a-key-from-the-address'],
  lane: 'exclusive',
  async run(world, { judge }) {
    const keys = world.partnerKeys();
    await keys.takenFromTheAddress(true);
    await judge(world, await keys.whole());
  },
};

const names = (answer: Answer): string[] =>
  (answer.rpc()?.result?.tools ?? []).map(({ name }: { name: string }) => name).sort();

/** Everything that answers a request with this key in its address, whatever is wrong with the request. */
async function everyAnswer(world: World, key: string): Promise<Answer[]> {
  const keys = world.partnerKeys();
  const query = `?api_key=${encodeURIComponent(key)}`;
  const mcp = keys.mcp(key);
  const { origin } = world;
  return [
    await mcp.request('tools/list'),
    await mcp.call('list_events', { limit: 1 }),
    await mcp.call('no_such_tool', {}),
    await keys.mcp(key, 'not-this-one').request('tools/list'),
    await keys.mcp(`${key}x`).request('tools/list'),
    await world.http.get(`${world.mcpUrl}${query}`, { accept: 'text/html' }),
    await world.http.get(`${world.mcpUrl}/${query}`),
    await world.http.get(`${origin}/${query}`),
    await world.http.get(`${origin}/.well-known/oauth-protected-resource/mcp${query}`),
  ];
}

/** What an answer says to anybody but its reader’s own memory: headers and body. */
const saidIn = ({ headers, text }: Answer): string => `${JSON.stringify(headers)}\n${text}`;

const isPage = ({ headers }: Answer): boolean => headers['content-type']?.includes('text/html') ?? false;

export default rows(inAddress, [
  {
    id: 'partners/the-header-is-not-overruled',
    title: 'A key in the address adds nothing to what the header may do: the header counts, or nobody gets in',
    clauses: ['partners/one-credential', 'oauth21/bearer-two-methods', 'CE-4'],
    weakBecause: 'The guide does not say what becomes of two credentials.',
    async judge(world, key) {
      const keys = world.partnerKeys();
      const small = await keys.part(PART);
      const answer = await keys.mcp(key, small).request('tools/list');
      if ([400, 401].includes(answer.status)) return;
      const own = await world.mcp(small).request('tools/list');
      expect.equal(names(answer), names(own), 'the tools of who has a small key in the header', answer);
    },
    remedy: 'Answer 400 to two credentials that differ, or look at the header alone.',
    variations: ['a-challenge-in-another-form'],
    mutants: [
      {
        name: 'query-key-beats-header',
        replaces: { credentialIsChosen: (_header, key, on) => (on && key ? 'address' : 'header') },
      },
    ],
  },
  {
    id: 'partners/a-wrong-header-is-not-made-good',
    title: 'A wrong credential in the header is refused, whatever good key stands in the address',
    clauses: ['partners/one-credential', 'oauth21/bearer-two-methods', 'CE-4'],
    weakBecause: 'The guide does not say what becomes of two credentials.',
    async judge(world, key) {
      const answer = await world.partnerKeys().mcp(key, world.secret('access_token')).request('tools/list');
      expect.status(answer, 400, 401);
    },
    remedy: 'Answer 400 to two credentials that differ, or look at the header alone.',
    variations: ['a-challenge-in-another-form'],
    mutants: ['query-key-beats-header'],
  },
  {
    id: 'partners/the-key-comes-back-nowhere',
    title: 'A key in the address comes back in no header, page, document or cursor',
    clauses: ['partners/key-comes-back-nowhere', 'CE-4'],
    weakBecause: 'The guide does not speak of what answers hold.',
    async judge(world, key) {
      for (const answer of await everyAnswer(world, key)) {
        const isQuoted = saidIn(answer).includes(key);
        expect.that(!isQuoted, { expected: 'an answer without the key', seen: describe(answer), at: answer });
      }
    },
    remedy: 'Make links, challenges and metadata from your own origin, never from the URL of the request.',
    variations: ['header-names-in-capitals', 'pages-in-capitals'],
    mutants: [
      {
        name: 'links-to-itself-with-the-key',
        rewrites: rewriteAnswer({ path: '/mcp' }, ({ query }) =>
          query ? { headers: { link: `</mcp?${query}>; rel="self"` } } : undefined,
        ),
      },
      {
        name: 'sends-who-adds-a-slash-on-with-the-key',
        rewrites: rewriteAnswer({ path: '/mcp/' }, ({ query }) =>
          query ? { status: 307, headers: { location: `/mcp?${query}` } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'partners/pages-keep-their-address-to-themselves',
    title: 'No page whose address may hold a key tells that address to the next site',
    clauses: ['rfc9700/referrer-policy', 'CE-4'],
    async judge(world, key) {
      const pages = (await everyAnswer(world, key)).filter(isPage);
      for (const page of pages) {
        const policy = page.headers['referrer-policy'] ?? 'none';
        const keeps = /(^|, ?)(no-referrer|same-origin|strict-origin|origin)$/i.test(policy);
        expect.that(keeps, { expected: 'Referrer-Policy: no-referrer on the page', seen: policy, at: page });
      }
    },
    remedy: 'Send Referrer-Policy: no-referrer with every page.',
    variations: ['header-names-in-capitals', 'pages-in-capitals'],
    mutants: [
      {
        name: 'pages-tell-where-one-came-from',
        rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, { headers: { 'referrer-policy': 'unsafe-url' } }),
      },
    ],
  },
  {
    id: 'partners/answers-to-a-key-in-the-address-are-private',
    title: 'What is answered to a key in the address is kept by no shared cache',
    clauses: ['rfc6750/cache-private-query', 'CE-4'],
    async judge(world, key) {
      const answer = await world.partnerKeys().mcp(key).request('tools/list');
      const seen = answer.headers['cache-control'] ?? 'none';
      const isPrivate = /\b(private|no-store)\b/i.test(seen);
      expect.that(isPrivate, { expected: 'Cache-Control: private or no-store', seen, at: answer });
    },
    remedy: 'Send Cache-Control: private (or no-store) with each answer to a request that has a key in its address.',
    variations: ['header-names-in-capitals', 'answers-in-an-event-stream'],
    mutants: [
      {
        name: 'lets-caches-keep-answers-to-keys',
        rewrites: rewriteAnswer({ path: '/mcp', status: 200 }, { headers: { 'cache-control': 'public, max-age=60' } }),
      },
    ],
  },
]);
