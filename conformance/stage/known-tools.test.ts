import { expect, test } from 'vitest';
import { Untestable } from '../vocabulary/expect.ts';
import type { ListedTool } from '../vocabulary/mcp.ts';
import type { World } from '../vocabulary/world.ts';
import { readersAmong } from './known-tools.ts';

/** A target of which one tool is known, for a purpose. */
const world = (own: Partial<World> = {}): World =>
  ({
    tool: (purpose: string) => {
      if (purpose === 'accounts') return { name: 'list_accounts', args: () => ({}) };
      throw new Untestable('needs to know which tool to call', 'tools');
    },
    ...own,
  }) as unknown as World;

const reads = { readOnlyHint: true };
const schema = { type: 'object' };
const listed: ListedTool[] = [
  { name: 'list_accounts', annotations: reads },
  {
    name: 'weather',
    annotations: reads,
    inputSchema: { properties: { city: { enum: ['Rome'] } }, required: ['city'] },
  },
  { name: 'measure', annotations: reads, outputSchema: schema },
  { name: 'place_order' },
  { name: 'get_env', annotations: reads },
  { name: 'find', annotations: reads, inputSchema: { properties: { what: { type: 'object' } }, required: ['what'] } },
];

test('what only reads and says how it is called is called, the known first and then whoever describes its answer', () => {
  const found = readersAmong(world(), listed).map(({ name, isGuessed }) => [name, isGuessed]);
  expect(found).toEqual([
    ['list_accounts', false],
    ['measure', true],
    ['weather', true],
  ]);
});

test('a profile knows its tools, and nothing is guessed', () => {
  const found = readersAmong(world({ profile: {} } as unknown as Partial<World>), listed);
  expect(found.map(({ name }) => name)).toEqual(['list_accounts']);
});

test('where nothing is known and nothing only reads, the tools are what is missing', () => {
  const none = world({
    tool: () => {
      throw new Untestable('needs to know which tool to call', 'tools');
    },
  });
  expect(() => readersAmong(none, [{ name: 'place_order' }])).toThrow('which tool to call');
});
