import { challengeOf } from '../../vocabulary/challenge.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import { rewriteTools } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';
import { words } from '../../wire/scope-selection.ts';
import { rows } from './area.ts';

/** What each scope opens: five scopes, eight tools. */
const OPENS = {
  'directory.read': ['list_assets', 'list_traders'],
  'events.read': ['list_events'],
  'messages.read': ['list_messages'],
  'positions.read': ['list_open_positions', 'list_valid_closed_positions'],
  'stats.read': ['get_asset_stats', 'get_trader_stats'],
} as const;
type PartnerScope = keyof typeof OPENS;
const ALL = Object.keys(OPENS) as PartnerScope[];

/** A token with this scope alone: signed by a hook, else as a user allows it. */
async function tokenWith(world: World, scope: string): Promise<string> {
  if (!world.hooks.has('tokens')) return (await world.connect({ scope, human: { scope } })).accessToken;
  const { person } = await world.borrow();
  return world.hooks.mintToken({ user: person.id ?? person.email, scope, claims: { scope } });
}

interface OfAScope {
  scope: PartnerScope;
}

const matrix: Table<OfAScope> = {
  async run(world, { scope }) {
    const mcp = world.mcp(await tokenWith(world, scope));
    const listed = (await mcp.listTools()).map(({ name }) => name).sort();
    expect.equal(listed, OPENS[scope], `the tools of a token with ${scope}`);
    for (const other of ALL) {
      for (const tool of OPENS[other]) {
        const answer = await mcp.call(tool, {});
        const wanted = other === scope ? 200 : 403;
        const expected = `${wanted} to ${tool} with ${scope}`;
        expect.that(answer.status === wanted, { expected, seen: describe(answer), at: answer });
      }
    }
  },
};

/** One scope that opens nothing. */
const forgets = (scope: PartnerScope): Mutant => ({
  name: `forgets-what-${scope.replace('.read', '')}-opens`,
  replaces: { scopeCoversTool: (needed, held) => needed !== scope && held.includes(needed) },
});

const scopeRow = (scope: PartnerScope, what: string) => ({
  id: `partners/${scope.replace('.read', '')}-opens-its-tools`,
  title: `${scope} opens ${what}, and nothing else`,
  clauses: ['partners/scopes-open-tools', 'oauth21/bearer-scope-enforced', 'CE-6'] as const,
  scope,
  remedy: 'Give each tool one scope, and compare it with those of the token in tools/list and at each call.',
  variations: ['tools-in-another-order', 'more-in-schemas'],
  mutants: [forgets(scope), 'lets-readers-trade', 'shows-traders-tools-to-readers'] as const,
});

const scopeRows = rows(matrix, [
  { ...scopeRow('directory.read', 'the lists of traders and assets') },
  { ...scopeRow('events.read', 'the events') },
  { ...scopeRow('messages.read', 'the messages') },
  { ...scopeRow('positions.read', 'positions, open and closed') },
  { ...scopeRow('stats.read', 'statistics of traders and assets') },
]);

interface Choice {
  judge(world: World): Promise<void>;
}

const choices = rows<Choice>({ run: (world, { judge }) => judge(world) }, [
  {
    id: 'partners/the-user-drops-scopes',
    title: 'A user who leaves some of the scopes gives those alone, and the client is told',
    clauses: ['oauth21/token-scope-when-different', 'partners/user-drops-scopes', 'CE-1'],
    applies: { needs: ['scope-choice'] },
    async judge(world) {
      const left = ['directory.read', 'stats.read'];
      const person = await world.person();
      const connection = await world.connect({ person, human: { scope: left.join(' ') } });
      expect.equal(words(connection.scope).sort(), left, 'the scope of the token', connection.tokenAnswer);
      const names = (await world.mcp(connection).listTools()).map(({ name }) => name).sort();
      const wanted = [...OPENS['directory.read'], ...OPENS['stats.read']].sort();
      expect.equal(names, wanted, 'the tools of such a token');
    },
    remedy: 'Issue what the user left on the permission page.',
    variations: ['scopes-in-another-order', 'tools-in-another-order'],
    mutants: ['gives-what-was-asked-whatever-was-allowed'],
  },
  {
    id: 'partners/nothing-left-is-a-no',
    title: 'A user who leaves none of the scopes has said no, and the client hears access_denied',
    clauses: ['partners/user-drops-scopes', 'oauth21/access-denied', 'CE-1'],
    weakBecause: 'The guide does not say what becomes of a user who leaves nothing.',
    applies: { needs: ['scope-choice'] },
    async judge(world) {
      const person = await world.person();
      const client = await world.client({ person });
      const { answer } = await authorize(world, { client, person, human: { scope: '' } });
      expect.equal([answer.error, answer.code], ['access_denied', undefined], 'error and code');
    },
    remedy: 'Take an empty choice for a refusal: there is no default to fall back to.',
    variations: ['redirects-with-302', 'more-in-authorization-responses'],
    mutants: [{ name: 'takes-nothing-for-everything', replaces: { nothingLeftIsANo: () => false } }],
  },
  {
    id: 'partners/names-the-scope-of-a-tool',
    title: 'A tool beyond the scopes of a token is 403 insufficient_scope, which names the scope and where to get it',
    clauses: [
      'oauth21/insufficient-scope-403',
      'mcp/authz/server-insufficient-scope-scope-param',
      'mcp/authz/server-insufficient-scope-metadata',
      'CE-6',
    ],
    async judge(world) {
      const answer = await world.mcp(await tokenWith(world, 'directory.read')).call('list_messages', {});
      expect.bearerRefusal(answer, 403, 'insufficient_scope');
      const { scope, resource_metadata: metadata } = challengeOf(answer)?.params ?? {};
      expect.includes(words(scope), 'messages.read', 'the scope of the challenge', answer);
      expect.that(metadata, { expected: 'resource_metadata in the challenge', seen: describe(answer), at: answer });
    },
    remedy: 'Send the scope of the tool and resource_metadata in the challenge of the 403.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['keeps-the-needed-scope-to-itself', 'hides-why-it-refuses', 'sends-clients-off-without-a-map'],
  },
  {
    id: 'partners/only-reads',
    title: 'Every tool says that it only reads, and none is for orders',
    clauses: ['partners/read-only', 'CE-6'],
    async judge(world) {
      for (const { name, annotations = {} } of await world.mcp(await world.borrow()).listTools()) {
        expect.equal(annotations.readOnlyHint, true, `readOnlyHint of ${name}`);
        expect.that(!/order|trade_|buy|sell/i.test(name), { expected: 'no tool for orders', seen: name });
      }
    },
    remedy: 'Set readOnlyHint on each tool.',
    variations: ['tools-in-another-order', 'more-in-schemas'],
    mutants: [
      {
        name: 'does-not-say-that-it-only-reads',
        rewrites: rewriteTools(({ annotations: _, ...tool }) => tool),
      },
    ],
  },
  {
    id: 'partners/a-token-from-elsewhere-works',
    title: 'A token that another program obtained works by itself: nobody registers or signs in for it',
    clauses: ['partners/tokens-from-elsewhere', 'CE-5'],
    dependsOn: [],
    async judge(world) {
      const { accessToken } = await world.borrow();
      const { name, args } = world.tool('accounts');
      const answer = await world.mcp(accessToken).call(name, args(''));
      expect.status(answer, 200);
      expect.that(answer.rpc()?.result, { expected: 'a result', seen: describe(answer), at: answer });
    },
    remedy: 'Judge a token by itself, whichever program sends it.',
    mutants: ['refuses-its-own-tokens'],
  },
]);

export default [...scopeRows, ...choices];
