import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { NOBODYS_ACCOUNT } from '../scope-denial/trade.ts';
import { rows } from './area.ts';

// What a client says of itself in each request is for people who read logs: anybody may say anything.

const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';

/** No name, those of programs that servers know, and some that a server might trust. */
const NAMES = [undefined, 'claude-ai', 'mcp-inspector', 'internal', 'admin'];

interface Named {
  ask(mcp: Mcp, world: World, meta: Record<string, unknown>): Promise<Answer>;
  /** What has to be the same under each name. */
  of(answer: Answer): unknown;
  same: string;
}

const table: Table<Named> = {
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { ask, of, same }) {
    const mcp = world.mcp(await world.borrow('read'));
    const usual = of(await ask(mcp, world, {}));
    for (const name of NAMES) {
      const answer = await ask(mcp, world, { [CLIENT_INFO]: name && { name, version: '1' } });
      const isSame = JSON.stringify(of(answer)) === JSON.stringify(usual);
      const expected = `${same}, whether the client calls itself ${name ?? 'nothing'} or openbell`;
      expect.that(isSame, { expected, seen: describe(answer), at: answer });
    }
  },
};

const nameIn = (asked: unknown): unknown =>
  (asked as { params?: { _meta?: Record<string, { name?: unknown }> } })?.params?._meta?.[CLIENT_INFO]?.name;

const toolsOf = (answer: Answer): string[] =>
  [answer.rpc()?.result?.tools ?? []]
    .flat()
    .map((tool) => JSON.stringify(tool))
    .sort();

/** Whether it was refused, and by what. */
function refusalOf(answer: Answer): unknown {
  const { result, error } = answer.rpc() ?? {};
  return [answer.status, error?.code, result?.isError === true, result === undefined];
}

export default rows(table, [
  {
    id: 'wire/shows-every-client-the-same-tools',
    title: 'The list of tools is the same, whatever the client calls itself',
    clauses: ['mcp-2026-07-28/base/info-not-for-behaviour'],
    ask: (mcp, _world, _meta) => mcp.request('tools/list', { _meta }),
    of: toolsOf,
    same: 'the same tools',
    remedy: 'Go by what a client declares in clientCapabilities, and by nothing that it is called.',
    mutants: [
      {
        name: 'hides-tools-from-a-program-by-its-name',
        rewrites: rewriteJson('/mcp', (body, { asked }) =>
          nameIn(asked) === 'claude-ai' && body.result?.tools
            ? { body: { ...body, result: { ...body.result, tools: body.result.tools.slice(1) } } }
            : undefined,
        ),
      },
    ],
  },
  {
    id: 'wire/trusts-no-client-for-its-name',
    title: 'What a connection may not do is refused, whatever the client calls itself',
    clauses: ['mcp-2026-07-28/base/info-not-for-security'],
    applies: { needs: ['trading'] },
    dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
    // Where calls are limited as well, one of them may have to come again.
    orders: NAMES.length + 3,
    ask(mcp, world, _meta) {
      const { name, args } = world.tool('place');
      return mcp.request('tools/call', { name, arguments: args(NOBODYS_ACCOUNT), _meta });
    },
    of: refusalOf,
    same: 'the same refusal',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    remedy: 'Decide by the token alone who may do what.',
    mutants: [
      {
        name: 'trusts-a-client-for-its-name',
        rewrites: rewriteJson('/mcp', (body, { asked }) =>
          nameIn(asked) === 'internal' && body.result?.content === undefined
            ? {
                status: 200,
                body: {
                  jsonrpc: '2.0',
                  id: (asked as { id: unknown }).id,
                  result: { content: [], resultType: 'complete' },
                },
              }
            : undefined,
        ),
      },
    ],
  },
]);
