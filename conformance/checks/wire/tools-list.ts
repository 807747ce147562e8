import type { Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { ListedTool } from '../../vocabulary/mcp.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import { rewriteResult, rewriteTools } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// What `tools/list` says about the tools.

/** A row: something that must hold of the list. */
interface List {
  judge(tools: readonly ListedTool[], asked: { world: World; connection: Connection }): void | Promise<void>;
}

const table: Table<List> = {
  async run(world, { judge }) {
    const connection = await world.borrow('trade');
    await judge(await world.mcp(connection).listTools(), { world, connection });
  },
};

const namesOf = (tools: readonly ListedTool[]): string[] => tools.map(({ name }) => name);

const namesArePlain: List['judge'] = (tools) => {
  const names = namesOf(tools);
  const odd = names.filter((name) => !/^[A-Za-z0-9_.-]{1,128}$/.test(name));
  expect.equal(odd, [], 'the list of names that clients may refuse');
  const before = new Set<string>();
  const twice = names.filter((name) => before.size === before.add(name).size);
  expect.equal(twice, [], 'the list of names that occur twice');
};

const schemasAreValid: List['judge'] = async (tools) => {
  expect.that(tools.length > 0, { expected: 'at least one tool', seen: 'none' });
  // Loaded here, for it is slow to load and most commands do without it.
  const { faultOf } = await import('../../wire/json-schema.ts');
  for (const { name, inputSchema, outputSchema } of tools) {
    expect.equal(inputSchema?.type, 'object', `the type of the input schema of ${name}`);
    for (const schema of [inputSchema, outputSchema]) {
      // Other dialects than that of the protocol are not known here.
      if (!schema || !String(schema.$schema ?? '2020-12').includes('2020-12')) continue;
      const fault = faultOf(schema);
      expect.that(!fault, { expected: `valid schemas for ${name}`, seen: fault ?? 'valid ones' });
    }
  }
};

const sameOrderAgain: List['judge'] = async (tools, { world, connection }) => {
  for (const list of ['the second list', 'the list for another client'])
    expect.equal(namesOf(await world.mcp(connection).listTools()), namesOf(tools), list);
};

const sameToolsAfterACall: List['judge'] = async (tools, { world, connection }) => {
  const { name, args } = world.tool('accounts');
  const mcp = world.mcp(connection);
  await mcp.call(name, args(''));
  const first = namesOf(tools).sort();
  expect.equal(namesOf(await mcp.listTools()).sort(), first, 'the tools after a call');
  expect.equal(namesOf(await world.mcp(connection).listTools()).sort(), first, 'the tools for another client');
};

let listed = 0;
/** Another list at every second request. */
const everySecondTime = (change: (tools: ListedTool[]) => ListedTool[]) =>
  rewriteResult((result) => result.tools && listed++ % 2 === 1 && { ...result, tools: change(result.tools) });

export default rows(table, [
  {
    id: 'wire/gives-tools-plain-names',
    title: 'Tool names are unique, 1 to 128 characters long, of letters, digits, underscore, hyphen and dot',
    clauses: [
      'mcp/tools/name-length',
      'mcp/tools/name-characters',
      'mcp/tools/name-no-specials',
      'mcp/tools/name-unique',
    ],
    judge: namesArePlain,
    remedy: 'Rename tools whose names hold spaces or other characters: several clients drop them without a word.',
    variations: [
      'small-pages',
      'tools-in-another-order',
      'more-in-schemas',
      'answers-in-an-event-stream',
      'more-in-results',
      'bodies-in-brotli',
    ],
    mutants: [
      {
        name: 'puts-spaces-into-tool-names',
        rewrites: rewriteTools((tool) => ({ ...tool, name: `${tool.name} (live)` })),
      },
      {
        name: 'gives-tools-names-without-end',
        rewrites: rewriteTools((tool) => ({ ...tool, name: `${tool.name}${'_'.repeat(128)}` })),
      },
      { name: 'gives-two-tools-one-name', rewrites: rewriteTools((tool) => ({ ...tool, name: 'trade' })) },
    ],
  },
  {
    id: 'wire/publishes-valid-schemas',
    title: 'Every tool has an input schema of type object that is valid JSON Schema 2020-12; so is its output schema',
    clauses: ['mcp/tools/input-schema-valid', 'mcp/base/json-schema-valid', 'mcp/base/json-schema-2020-12'],
    judge: schemasAreValid,
    remedy:
      'Publish schemas that a JSON Schema 2020-12 validator compiles; a tool without arguments still has {"type":"object"}.',
    variations: [
      'small-pages',
      'tools-in-another-order',
      'more-in-schemas',
      'answers-in-an-event-stream',
      'more-in-results',
      'json-with-spaces-and-in-another-order',
    ],
    mutants: [
      {
        name: 'publishes-a-schema-of-no-type',
        rewrites: rewriteTools((tool) => ({ ...tool, inputSchema: { ...tool.inputSchema, type: undefined } })),
      },
      {
        name: 'publishes-a-broken-schema',
        rewrites: rewriteTools((tool) => ({ ...tool, inputSchema: { ...tool.inputSchema, required: 'symbol' } })),
      },
    ],
  },
  {
    id: 'wire/lists-tools-in-one-order',
    title: 'tools/list gives the same tools in the same order each time, and on another connection too',
    clauses: ['mcp-2026-07-28/tools/list-deterministic-order'],
    applies: { eras: since('2026-07-28') },
    judge: sameOrderAgain,
    remedy: 'List tools in a fixed order: models cache their prompts by the exact text.',
    variations: [
      'small-pages',
      'tools-in-another-order',
      'more-in-schemas',
      'answers-in-an-event-stream',
      'more-in-results',
      'header-names-in-capitals',
    ],
    mutants: [{ name: 'shuffles-its-tools', rewrites: everySecondTime((tools) => tools.toReversed()) }],
  },
  {
    id: 'wire/lists-the-same-tools-on-every-connection',
    title: 'Which tools there are does not depend on the connection, nor on what was asked before',
    clauses: ['mcp-2026-07-28/tools/list-not-per-connection', 'mcp-2026-07-28/base/stateless-no-prior-requests'],
    applies: { eras: ['2026-07-28'] },
    judge: sameToolsAfterACall,
    remedy: 'Work tools/list out from the token and the user alone.',
    variations: [
      'small-pages',
      'tools-in-another-order',
      'more-in-schemas',
      'answers-in-an-event-stream',
      'more-in-results',
      'headers-of-a-proxy',
    ],
    mutants: [{ name: 'shows-fewer-tools-each-time', rewrites: everySecondTime((tools) => tools.slice(1)) }],
  },
]);
