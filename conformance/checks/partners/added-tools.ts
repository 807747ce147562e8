import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

/** Somebody is connected, and only then the product gets a tool under a scope that there was not. */
interface Added {
  /** Whether they connect again: then nobody else has what they have. */
  connectsAgain?: true;
  judge(at: { world: World; connection: Connection; before: string[]; tool: string; scope: string }): Promise<void>;
}

const namesFor = async (world: World, token: string | Connection): Promise<string[]> =>
  (await world.mcp(token).listTools()).map(({ name }) => name).sort();

const added: Table<Added> = {
  dependsOn: ['partners/takes-a-key-as-bearer'],
  lane: 'exclusive',
  async run(world, { connectsAgain, judge }) {
    if (!world.hooks.has('partners'))
      throw new Untestable(
        'needs a tool that is added while somebody is connected: the test hook “partners”',
        'test hooks',
      );
    const connection = connectsAgain ? await world.connect({ person: await world.person() }) : await world.borrow();
    const before = await namesFor(world, connection);
    await world.hooks.changeOffer({ added: true });
    // A key that was made since may do everything, and shows what there is now.
    const { key } = await world.partnerKeys().own();
    const tool = (await namesFor(world, key)).find((name) => !before.includes(name));
    if (!tool) throw new NotOffered('no tool was added');
    const refused = await world.mcp(await world.partnerKeys().part(['directory.read'])).call(tool, {});
    const scope =
      /scope="([^"]*)"/
        .exec(refused.headers['www-authenticate'] ?? '')?.[1]
        ?.split(' ')
        .at(-1) ?? '';
    await judge({ world, connection, before, tool, scope });
  },
};

const weakBecause = 'The guide does not say what becomes of older connections.';

export default rows(added, [
  {
    id: 'partners/a-new-tool-is-hidden-from-older-connections',
    title: 'A tool under a new scope is not listed for a connection from before, and nothing else changes for it',
    clauses: ['mcp/tools/list-matches-rights', 'partners/new-scope', 'CE-6'],
    async judge({ world, connection, before }) {
      expect.equal(await namesFor(world, connection), before, 'the tools of an older connection');
      const { name, args } = world.tool('accounts');
      expect.status(await world.mcp(connection).call(name, args('')), 200);
    },
    remedy: 'Give a new tool a scope of its own, and list it for tokens that have it.',
    variations: ['tools-in-another-order', 'more-in-schemas'],
    mutants: ['shows-traders-tools-to-readers'],
  },
  {
    id: 'partners/a-new-tool-says-what-it-takes',
    title: 'A connection from before that calls the new tool is refused with 403 insufficient_scope and the new scope',
    clauses: ['oauth21/insufficient-scope-403', 'mcp/authz/server-insufficient-scope-scope-param', 'CE-6'],
    async judge({ world, connection, tool }) {
      const answer = await world.mcp(connection).call(tool, {});
      expect.bearerRefusal(answer, 403, 'insufficient_scope');
      const challenge = answer.headers['www-authenticate'] ?? '';
      const named = /scope="([^"]*)"/.exec(challenge)?.[1]?.split(' ') ?? [];
      const isNew = named.some((scope) => !(connection.scope ?? '').split(' ').includes(scope));
      expect.that(isNew, { expected: 'the new scope in the challenge', seen: challenge, at: answer });
    },
    remedy: 'Name the scope of the tool in the challenge, beside those that the token has.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['keeps-the-needed-scope-to-itself', 'lets-readers-trade'],
  },
  {
    id: 'partners/connecting-again-opens-the-new-tool',
    title: 'Who connects again with the new scope has the new tool, and all that there was',
    clauses: ['partners/new-scope', 'CE-6'],
    weakBecause,
    connectsAgain: true,
    async judge({ world, connection, before, tool, scope }) {
      const { person, client } = connection;
      const wanted = `${connection.scope} ${scope}`;
      const again = await world.connect({ person, client, scope: wanted, human: { scope: wanted } });
      const names = await namesFor(world, again);
      for (const name of [...before, tool]) expect.includes(names, name, 'the tools after connecting again');
      const answer = await world.mcp(again).call(tool, {});
      expect.that(answer.status === 200, { expected: `${tool} to be served`, seen: describe(answer), at: answer });
    },
    remedy: 'Offer the new scope in the metadata and on the permission page.',
    variations: ['scopes-in-another-order', 'tools-in-another-order'],
    mutants: [
      {
        name: 'never-opens-what-came-later',
        replaces: { scopeCoversTool: (needed, held) => needed !== 'summaries.read' && held.includes(needed) },
      },
    ],
  },
  {
    id: 'partners/an-older-key-does-not-get-the-new-tool',
    title: 'A key that was made before the tool does not open it',
    clauses: ['oauth21/bearer-scope-enforced', 'partners/new-scope', 'CE-4'],
    async judge({ world, tool }) {
      const older = await world.partnerKeys().part(['directory.read', 'messages.read']);
      const answer = await world.mcp(older).call(tool, {});
      expect.status(answer, 401, 403);
    },
    remedy: 'Write down the operations of a key when it is made: “all” is all that there was.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['keys-do-everything'],
  },
]);
